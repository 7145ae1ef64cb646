/// Reads scalars from bytes that a `String` vouches for.
enum UTF8Decoding {
    /// The scalar value that starts at `index`, and how many bytes it takes (1–4). Total: malformed or truncated bytes read as U+FFFD, one byte long.
    @inline(__always)
    static func scalar(in bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> (value: UInt32, byteCount: Int) {
        let first = UInt32(bytes[index])
        if first < 0x80 { return (first, 1) }
        let byteCount = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 0
        guard byteCount > 0, index <= bytes.count - byteCount else { return (0xFFFD, 1) }
        var value = first & (0x7F >> UInt32(byteCount))
        for offset in 1..<byteCount { value = value << 6 | UInt32(bytes[index + offset] & 0x3F) }
        return (value, byteCount)
    }

    /// The same of bytes that nobody vouches for: overlong forms, surrogates and values beyond U+10FFFF are malformed as well.
    static func checkedScalar(in bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> (value: UInt32, byteCount: Int) {
        let (value, byteCount) = scalar(in: bytes, at: index)
        guard byteCount > 1 else { return bytes[index] < 0x80 ? (value, 1) : (0xFFFD, 1) }
        let hasContinuations = (1..<byteCount).allSatisfy { bytes[index + $0] & 0xC0 == 0x80 }
        let isShortest = value >= (byteCount == 2 ? 0x80 : byteCount == 3 ? 0x800 : 0x10000)
        guard hasContinuations, isShortest, bytes[index] < 0xF8, Unicode.Scalar(value) != nil else { return (0xFFFD, 1) }
        return (value, byteCount)
    }
}

extension [UInt8] {
    /// Appends the scalar's UTF-8 form.
    @inline(__always)
    mutating func append(scalar: Unicode.Scalar) {
        let value = scalar.value
        switch value {
        case 0..<0x80:
            append(UInt8(truncatingIfNeeded: value))
        case 0x80..<0x800:
            append(0xC0 | UInt8(truncatingIfNeeded: value >> 6))
            append(0x80 | UInt8(truncatingIfNeeded: value & 0x3F))
        case 0x800..<0x10000:
            append(0xE0 | UInt8(truncatingIfNeeded: value >> 12))
            append(0x80 | UInt8(truncatingIfNeeded: value >> 6 & 0x3F))
            append(0x80 | UInt8(truncatingIfNeeded: value & 0x3F))
        default:
            append(0xF0 | UInt8(truncatingIfNeeded: value >> 18))
            append(0x80 | UInt8(truncatingIfNeeded: value >> 12 & 0x3F))
            append(0x80 | UInt8(truncatingIfNeeded: value >> 6 & 0x3F))
            append(0x80 | UInt8(truncatingIfNeeded: value & 0x3F))
        }
    }
}
