public import GRPCTransport
public import ProtobufWire

/// A method of a gRPC service that takes a stream of messages and answers with one, with its message types.
public struct ClientStreamingMethod<Request: ProtobufMessage, Response: ProtobufMessage>: Sendable {
    /// `/package.Service/Method`, case-sensitive.
    public let path: String

    public init(path: String) { self.path = path }

    /// Opens a call. Throws what can be known before it is under way.
    public func open(
        on channel: GRPCChannel,
        metadata: GRPCMetadata = .init(),
        deadline: ContinuousClock.Instant?
    ) throws(GRPCStatus) -> ClientStreamingCall<Request, Response> {
        ClientStreamingCall(stream: try channel.stream(path, metadata: metadata, deadline: deadline))
    }
}

/// A call under way in which the caller sends messages and the server answers with one. Letting go of it cancels it.
public struct ClientStreamingCall<Request: ProtobufMessage, Response: ProtobufMessage>: Sendable {
    let stream: GRPCClientStream

    /// Returns at once while little waits, else when the server has read on. Throws the status of a call that is over.
    public func send(_ request: Request) async throws(GRPCStatus) {
        try await stream.send(GRPCMessage(request))
    }

    /// Says that no more messages come, and waits for the answer. Throws the status of a call that went wrong.
    public func finish() async throws(GRPCStatus) -> Response {
        stream.finish()
        return try await answer()
    }

    /// Waits for the answer, or for the status of a call that the server ended while messages were sent.
    public func answer() async throws(GRPCStatus) -> Response {
        var iterator = stream.responses.makeAsyncIterator()
        guard let bytes = try await iterator.next(isolation: nil) else {
            throw GRPCStatus(.internalError, "the server ended the call without an answer")
        }
        let response = try Response(message: bytes)
        // The status comes behind the message.
        guard try await iterator.next(isolation: nil) == nil else {
            throw GRPCStatus(.internalError, "the method answers once, more came")
        }
        return response
    }

    /// Ends the call with CANCELLED.
    public func cancel() { stream.cancel() }
}

extension GRPCRouter {
    /// Registers a handler that reads many messages and returns one.
    public mutating func clientStreaming<Request, Response>(
        _ method: ClientStreamingMethod<Request, Response>,
        maxRequestByteCount: Int? = nil,
        _ handler:
            @escaping @Sendable (DecodedMessages<Request, GRPCRequestMessages>, GRPCServerContext) async throws(GRPCStatus) ->
            Response
    ) {
        streaming(method.path, maxRequestByteCount: maxRequestByteCount) {
            (requests, responses, context) async throws(GRPCStatus) in
            let response = try await handler(DecodedMessages(base: requests), context)
            try await responses.send(GRPCMessage(response))
        }
    }
}
