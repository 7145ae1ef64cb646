/// Signs and spaces that may stand between the parts of a keyword, or be left out there: what is no part of a word or number among the
/// characters up to the CJK punctuation, and pictographs.
enum SignTable {
    private static let limit: UInt32 = 0x3040
    private static let pictographs: ClosedRange<UInt32> = 0x1F000...0x1FAFF

    /// One bit a scalar below ``limit``: asking Unicode's tables for each would take longer than the scan.
    private static let bits: [UInt64] = {
        var bits = [UInt64](repeating: 0, count: Int(limit) / 64)
        for value in 0..<limit {
            guard let scalar = Unicode.Scalar(value), WordClass.of(scalar) == .separator else { continue }
            bits[Int(value) / 64] |= 1 << UInt64(value % 64)
        }
        return bits
    }()

    static func contains(_ scalar: Unicode.Scalar) -> Bool {
        let value = scalar.value
        if value < 0x80 { return containsASCII(UInt8(truncatingIfNeeded: value)) }
        if value < limit { return bits[Int(value) / 64] >> UInt64(value % 64) & 1 == 1 }
        return pictographs.contains(value)
    }

    /// For bytes below 0x80.
    static func containsASCII(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 >= 26 && byte &- 0x30 >= 10
    }
}
