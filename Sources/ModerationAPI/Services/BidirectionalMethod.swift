public import ProtobufWire

/// A method of a gRPC service in which both sides send streams of messages, with its message types.
public struct BidirectionalMethod<Request: ProtobufMessage, Response: ProtobufMessage>: Sendable {
    /// `/package.Service/Method`, case-sensitive.
    public let path: String

    public init(path: String) { self.path = path }
}
