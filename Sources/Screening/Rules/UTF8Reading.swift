/// Single characters of UTF-8 bytes that may be malformed.
enum UTF8Reading {
    /// The scalar that begins at `index`; `nil` outside the bytes and where they are malformed.
    static func scalar(at index: Int, in bytes: [UInt8]) -> (scalar: Unicode.Scalar, byteCount: Int)? {
        guard index >= 0, index < bytes.count else { return nil }
        let lead = bytes[index]
        let (byteCount, bits, least): (Int, UInt8, UInt32)
        switch lead {
        case 0..<0x80: return (Unicode.Scalar(lead), 1)
        case 0xC2...0xDF: (byteCount, bits, least) = (2, lead & 0x1F, 0x80)
        case 0xE0...0xEF: (byteCount, bits, least) = (3, lead & 0x0F, 0x800)
        case 0xF0...0xF4: (byteCount, bits, least) = (4, lead & 0x07, 0x10000)
        default: return nil
        }
        guard byteCount <= bytes.count - index else { return nil }
        var value = UInt32(bits)
        for next in bytes[(index + 1)..<(index + byteCount)] {
            guard next & 0xC0 == 0x80 else { return nil }
            value = value << 6 | UInt32(next & 0x3F)
        }
        guard value >= least, let scalar = Unicode.Scalar(value) else { return nil }
        return (scalar, byteCount)
    }

    /// The scalar that ends before `index`.
    static func scalar(before index: Int, in bytes: [UInt8]) -> (scalar: Unicode.Scalar, byteCount: Int)? {
        guard index > 0, index <= bytes.count else { return nil }
        var start = index - 1
        while start > 0, index - start < 4, bytes[start] & 0xC0 == 0x80 { start -= 1 }
        guard let read = scalar(at: start, in: bytes), read.byteCount == index - start else { return nil }
        return read
    }
}
