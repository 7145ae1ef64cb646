/// A fingerprint's lower-case hexadecimal digits, as bytes and without a string.
enum FingerprintDigits {
    /// Writes 16 digits a word to the beginning of `target`, as far as it reaches.
    static func write(_ bits: SIMD4<UInt64>, wordCount: Int, to target: UnsafeMutableRawBufferPointer) {
        for index in 0..<min(wordCount * 16, target.count) {
            let digit = UInt8(truncatingIfNeeded: bits[index / 16] >> UInt64(60 - index % 16 * 4) & 15)
            target[index] = digit < 10 ? 0x30 + digit : 0x57 + digit
        }
    }

    /// Whether the id ends in the fingerprint's digits.
    static func end(_ id: UnsafeRawBufferPointer, _ bits: SIMD4<UInt64>, wordCount: Int) -> Bool {
        let digitCount = wordCount * 16
        guard id.count >= digitCount else { return false }
        return withUnsafeTemporaryAllocation(byteCount: digitCount, alignment: 1) { digits in
            write(bits, wordCount: wordCount, to: digits)
            return id[(id.count - digitCount)...].elementsEqual(digits)
        }
    }
}
