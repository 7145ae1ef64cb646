/// What a reader accepts of one message.
public struct ProtobufLimits: Sendable, Equatable {
    /// Nested messages and groups, protobuf's customary 100.
    public var depth: Int
    /// Repeated submessages, strings, byte strings and map entries, all fields and levels together. An empty one takes 2 bytes on the wire
    /// and up to some hundred in memory, so without a bound a 32 MiB request could ask for gigabytes. Numbers are not counted: they
    /// grow eightfold at most.
    public var elementCount: Int

    public init(depth: Int = 100, elementCount: Int = 65_536) {
        self.depth = depth
        self.elementCount = elementCount
    }
}
