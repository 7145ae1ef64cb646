/// A message's bytes in the order of sending. Slices share storage with the message's own large `bytes` fields.
public struct EncodedMessage: Sendable, Equatable {
    /// None is empty; none at all for an empty message.
    public let segments: [ArraySlice<UInt8>]
    /// The sum of all segments.
    public let byteCount: Int

    init(segments: [ArraySlice<UInt8>], byteCount: Int) {
        self.segments = segments
        self.byteCount = byteCount
    }

    /// All segments copied into one array.
    public var bytes: [UInt8] {
        var joined: [UInt8] = []
        joined.reserveCapacity(byteCount)
        for segment in segments { joined.append(contentsOf: segment) }
        return joined
    }
}
