public import GRPCTransport
public import ProtobufWire

/// A method of a gRPC service that takes one message and answers with a stream of them, with its message types.
public struct ServerStreamingMethod<Request: ProtobufMessage, Response: ProtobufMessage>: Sendable {
    /// `/package.Service/Method`, case-sensitive.
    public let path: String

    public init(path: String) { self.path = path }

    /// Sends the request and returns what the server sends. Throws what can be known before the call is under way; letting go of the responses
    /// cancels it.
    public func call(
        _ request: Request,
        on channel: GRPCChannel,
        metadata: GRPCMetadata = .init(),
        deadline: ContinuousClock.Instant?
    ) async throws(GRPCStatus) -> DecodedMessages<Response, GRPCResponseMessages> {
        let stream = try channel.stream(path, metadata: metadata, deadline: deadline)
        // A call that is over says why with its responses.
        try? await stream.send(GRPCMessage(request))
        stream.finish()
        return DecodedMessages(base: stream.responses)
    }
}

extension GRPCRouter {
    /// Registers a handler that gets one message and sends many.
    public mutating func serverStreaming<Request, Response>(
        _ method: ServerStreamingMethod<Request, Response>,
        maxRequestByteCount: Int? = nil,
        _ handler: @escaping @Sendable (Request, MessageWriter<Response>, GRPCServerContext) async throws(GRPCStatus) -> Void
    ) {
        streaming(method.path, maxRequestByteCount: maxRequestByteCount) {
            (requests, responses, context) async throws(GRPCStatus) in
            var iterator = requests.makeAsyncIterator()
            guard let bytes = try await iterator.next() else {
                throw GRPCStatus(.unimplemented, "the method takes one message, none came")
            }
            let request = try Request(message: bytes)
            guard try await iterator.next() == nil else {
                throw GRPCStatus(.unimplemented, "the method takes one message, more came")
            }
            try await handler(request, MessageWriter(writer: responses), context)
        }
    }
}
