import Glibc

/// A borrowed view of outside bytes whose every access is checked; valid only inside the closure that lent the buffer.
package struct BoundedBytes {
    private let buffer: UnsafeBufferPointer<UInt8>

    package init(_ buffer: UnsafeBufferPointer<UInt8>) { self.buffer = buffer }

    package var count: Int { buffer.count }

    package func byte(at offset: Int) -> UInt8? {
        guard offset >= 0, offset < buffer.count else { return nil }
        return buffer[offset]
    }

    /// A big-endian (network order) 16-bit number.
    package func word(at offset: Int) -> Int? {
        guard let high = byte(at: offset), let low = byte(at: offset + 1) else { return nil }
        return Int(high) << 8 | Int(low)
    }

    /// A big-endian 32-bit number.
    package func long(at offset: Int) -> Int? {
        guard let high = word(at: offset), let low = word(at: offset + 2) else { return nil }
        return high << 16 | low
    }

    /// A little-endian number of `byteCount` bytes, 1–4.
    package func littleEndian(_ byteCount: Int, at offset: Int) -> Int? {
        var value = 0
        for index in (0..<byteCount).reversed() {
            guard let byte = byte(at: offset + index) else { return nil }
            value = value << 8 | Int(byte)
        }
        return value
    }

    /// The part of `range` that exists.
    package func part(_ range: Range<Int>) -> BoundedBytes {
        BoundedBytes(UnsafeBufferPointer(rebasing: buffer[range.clamped(to: 0..<buffer.count)]))
    }

    package func starts(with text: StaticString, at offset: Int = 0) -> Bool {
        text.withUTF8Buffer { wanted in wanted.indices.allSatisfy { byte(at: offset + $0) == wanted[$0] } }
    }

    /// The offset of the first `value` at or after `offset`.
    package func firstOffset(of value: UInt8, from offset: Int) -> Int? {
        guard offset >= 0, offset < buffer.count, let base = buffer.baseAddress else { return nil }
        guard let found = memchr(base + offset, Int32(value), buffer.count - offset) else { return nil }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }
}
