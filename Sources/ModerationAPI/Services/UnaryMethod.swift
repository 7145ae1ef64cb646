public import GRPCTransport
public import ProtobufWire

/// A method of a gRPC service with its message types: the one place where messages meet the transport.
public struct UnaryMethod<Request: ProtobufMessage, Response: ProtobufMessage>: Sendable {
    /// `/package.Service/Method`, case-sensitive.
    public let path: String

    public init(path: String) { self.path = path }

    /// Calls the method. Throws the server's status, the transport's, or INTERNAL when the answer does not parse.
    public func call(
        _ request: Request,
        on channel: GRPCChannel,
        metadata: GRPCMetadata = .init(),
        deadline: ContinuousClock.Instant?
    ) async throws(GRPCStatus) -> Response {
        let message = GRPCMessage(segments: request.encoded().segments)
        let response = try await channel.unary(path, message, metadata: metadata, deadline: deadline)
        return try decode(Response.self, from: response.message)
    }

    /// Throws INTERNAL, the status gRPC gives to a message that does not parse, or RESOURCE_EXHAUSTED for one with too many elements.
    func decode<Message: ProtobufMessage>(_ type: Message.Type, from bytes: ArraySlice<UInt8>) throws(GRPCStatus) -> Message {
        do {
            return try Message(decoding: bytes)
        } catch {
            if case .elementCountOverLimit(let limit) = error {
                throw GRPCStatus(.resourceExhausted, "\(Message.protobufName): more than \(limit) repeated elements")
            }
            throw GRPCStatus(.internalError, "\(Message.protobufName) does not parse: \(error)")
        }
    }
}

extension GRPCRouter {
    /// Registers a handler that sees messages instead of bytes. `bytes` fields of the request share the received buffer's storage.
    public mutating func unary<Request, Response>(
        _ method: UnaryMethod<Request, Response>,
        _ handler: @escaping @Sendable (Request, GRPCServerContext) async throws(GRPCStatus) -> Response
    ) {
        unary(method.path) { (bytes, context) async throws(GRPCStatus) -> GRPCMessage in
            let request = try method.decode(Request.self, from: bytes)
            let response = try await handler(request, context)
            return GRPCMessage(segments: response.encoded().segments)
        }
    }
}
