public import ProtobufWire

/// A method of a gRPC service that takes one message and answers with a stream of them, with its message types.
public struct ServerStreamingMethod<Request: ProtobufMessage, Response: ProtobufMessage>: Sendable {
    /// `/package.Service/Method`, case-sensitive.
    public let path: String

    public init(path: String) { self.path = path }
}
