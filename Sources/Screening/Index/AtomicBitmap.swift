import CHammingKernels

/// Bits that readers test while the one writer changes them.
final class AtomicBitmap: Sendable {
    let words: MappedArray<UInt64>
    private let bitCount: Int

    init(bitCount: Int) {
        self.bitCount = bitCount
        words = MappedArray(count: (bitCount + 63) / 64)
    }

    func contains(_ index: Int) -> Bool {
        guard index >= 0, index < bitCount else { return false }
        return words.withPointer { holster_bit_is_set($0, index) != 0 }
    }

    func insert(_ index: Int) {
        precondition(index >= 0 && index < bitCount)
        words.withPointer { holster_bit_set($0, index) }
    }

    /// Whether it was set.
    @discardableResult
    func remove(_ index: Int) -> Bool {
        guard index >= 0, index < bitCount else { return false }
        return words.withPointer { holster_bit_clear($0, index) != 0 }
    }
}
