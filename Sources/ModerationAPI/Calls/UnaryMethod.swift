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
        deadline: ContinuousClock.Instant?,
        options: GRPCCallOptions = .init()
    ) async throws(GRPCStatus) -> Response {
        let message = GRPCMessage(request)
        let response = try await channel.unary(path, message, metadata: metadata, deadline: deadline, options: options)
        return try Response(message: response.message)
    }
}

extension GRPCRouter {
    /// Registers a handler that sees messages instead of bytes. `bytes` fields of the request share the received buffer's storage.
    public mutating func unary<Request, Response>(
        _ method: UnaryMethod<Request, Response>,
        maxRequestByteCount: Int? = nil,
        _ handler: @escaping @Sendable (Request, GRPCServerContext) async throws(GRPCStatus) -> Response
    ) {
        unary(method.path, maxRequestByteCount: maxRequestByteCount) { (bytes, context) async throws(GRPCStatus) -> GRPCMessage in
            let request = try Request(message: bytes)
            let response = try await handler(request, context)
            return GRPCMessage(response)
        }
    }
}
