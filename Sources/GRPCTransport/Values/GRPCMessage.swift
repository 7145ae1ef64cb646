/// One message as it travels: pieces of bytes, sent one after the other without being joined first.
///
/// A protobuf head and a tensor, or a photo, stay two segments and are never copied into one on the way to the socket.
public struct GRPCMessage: Sendable {
    public var segments: [ArraySlice<UInt8>]

    public init(_ bytes: [UInt8]) { segments = [bytes[...]] }

    public init(segments: [ArraySlice<UInt8>]) { self.segments = segments }

    /// The length of the message without its gRPC prefix.
    public var byteCount: Int { segments.reduce(0) { $0 + $1.count } }

    /// The message as one piece; copies only where there is more than one segment.
    public func contiguous() -> ArraySlice<UInt8> {
        switch segments.count {
        case 0: return []
        case 1: return segments[0]
        default:
            var joined: [UInt8] = []
            joined.reserveCapacity(byteCount)
            for segment in segments { joined.append(contentsOf: segment) }
            return joined[...]
        }
    }
}
