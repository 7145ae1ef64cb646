/// Up to eight bytes without an allocation: what stands before a message.
package struct SmallBytes: Sendable, Equatable {
    /// The first byte is the most significant one.
    private var bits: UInt64
    package private(set) var count: Int

    /// The `count` (at most 8) low bytes of `value`, the most significant of them first.
    package init(bigEndian value: UInt64, count: Int) {
        self.count = min(8, max(0, count))
        bits = self.count == 0 ? 0 : value << UInt64((8 - self.count) * 8)
    }

    /// Cuts off the first `number` (at most `count`) bytes and returns them.
    package mutating func removePrefix(_ number: Int) -> SmallBytes {
        let taken = min(count, max(0, number))
        var prefix = self
        prefix.count = taken
        prefix.bits &= taken == 0 ? 0 : ~0 << UInt64((8 - taken) * 8)
        bits = taken == 8 ? 0 : bits << UInt64(taken * 8)
        count -= taken
        return prefix
    }

    package func withBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
        withUnsafeBytes(of: bits.bigEndian) { body(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    }

    package var array: [UInt8] { withBytes { Array($0) } }
}
