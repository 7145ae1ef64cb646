/// A fingerprint's lower-case hexadecimal digits, as bytes and without a string.
enum FingerprintDigits {
    /// Writes 16 digits a word to the beginning of `target`, as far as it reaches.
    static func write(_ bits: SIMD4<UInt64>, wordCount: Int, to target: UnsafeMutableRawBufferPointer) {
        for index in 0..<min(wordCount * 16, target.count) {
            target[index] = digit(bits, index)
        }
    }

    private static func digit(_ bits: SIMD4<UInt64>, _ index: Int) -> UInt8 {
        let value = UInt8(truncatingIfNeeded: bits[index / 16] >> UInt64(60 - index % 16 * 4) & 15)
        return value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }

    /// Whether the id ends in the fingerprint's digits.
    static func end(_ id: UnsafeRawBufferPointer, _ bits: SIMD4<UInt64>, wordCount: Int) -> Bool {
        let digitCount = wordCount * 16
        guard id.count >= digitCount else { return false }
        // From the end: ids that are something else differ there as soon as anywhere.
        for index in (0..<digitCount).reversed() where id[id.count - digitCount + index] != digit(bits, index) { return false }
        return true
    }
}
