public import GRPCTransport
public import ProtobufWire

/// A method of a gRPC service in which both sides send streams of messages, with its message types.
public struct BidirectionalMethod<Request: ProtobufMessage, Response: ProtobufMessage>: Sendable {
    /// `/package.Service/Method`, case-sensitive.
    public let path: String

    public init(path: String) { self.path = path }

    /// Opens a call. Throws what can be known before it is under way.
    public func open(
        on channel: GRPCChannel,
        metadata: GRPCMetadata = .init(),
        deadline: ContinuousClock.Instant?,
        options: GRPCCallOptions = .init()
    ) throws(GRPCStatus) -> BidirectionalCall<Request, Response> {
        BidirectionalCall(stream: try channel.stream(path, metadata: metadata, deadline: deadline, options: options))
    }
}

extension GRPCRouter {
    /// Registers a handler that reads and sends messages instead of bytes.
    public mutating func bidirectional<Request, Response>(
        _ method: BidirectionalMethod<Request, Response>,
        maxRequestByteCount: Int? = nil,
        _ handler:
            @escaping @Sendable (
                DecodedMessages<Request, GRPCRequestMessages>, MessageWriter<Response>, GRPCServerContext
            ) async throws(GRPCStatus) -> Void
    ) {
        streaming(method.path, maxRequestByteCount: maxRequestByteCount) {
            (requests, responses, context) async throws(GRPCStatus) in
            try await handler(DecodedMessages(base: requests), MessageWriter(writer: responses), context)
        }
    }
}
