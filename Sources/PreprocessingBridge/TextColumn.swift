/// Texts that lie end to end, as in Arrow's `large_utf8`.
///
/// `@unchecked Sendable`: the caller leaves the memory alone until the call returns, and nobody writes to it.
struct TextColumn: @unchecked Sendable {
    private let bytes: UnsafePointer<UInt8>?
    private let offsets: UnsafePointer<Int64>?

    /// `nil` when an offset is negative or falls, or when there are bytes but no address. Without offsets every text is empty.
    init?(bytes: UnsafePointer<UInt8>?, offsets: UnsafePointer<Int64>?, count: Int) {
        self.bytes = bytes
        self.offsets = offsets
        guard let offsets else { return }
        guard offsets[0] >= 0, (0..<count).allSatisfy({ offsets[$0] <= offsets[$0 + 1] }) else { return nil }
        guard bytes != nil || offsets[0] == offsets[count] else { return nil }
    }

    /// The text at `index`, which is below the count that `init` checked.
    subscript(index: Int) -> UnsafeBufferPointer<UInt8> {
        guard let bytes, let offsets else { return UnsafeBufferPointer(start: nil, count: 0) }
        let start = Int(offsets[index])
        return UnsafeBufferPointer(start: bytes + start, count: Int(offsets[index + 1]) - start)
    }
}
