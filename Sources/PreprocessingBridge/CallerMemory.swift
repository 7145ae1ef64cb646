/// What callers hand over as pointer and count, checked before use.
enum CallerMemory {
    /// Bytes to read: empty for a count of 0, `nil` for a NULL with a count or a count beyond `Int`.
    static func bytes(_ start: UnsafePointer<UInt8>?, _ byteCount: Int) -> UnsafeBufferPointer<UInt8>? {
        guard byteCount != 0 else { return UnsafeBufferPointer(start: nil, count: 0) }
        guard let start, byteCount > 0 else { return nil }
        return UnsafeBufferPointer(start: start, count: byteCount)
    }

    /// Writes `text` with a final NUL, cut at a character so that it fits; does nothing without room for the NUL.
    static func write(_ text: String, to start: UnsafeMutablePointer<CChar>?, capacity: Int) {
        guard let start, capacity > 0 else { return }
        write(text, to: UnsafeMutableRawBufferPointer(start: start, count: capacity))
    }

    static func write(_ text: String, to memory: UnsafeMutableRawBufferPointer) {
        guard !memory.isEmpty else { return }
        let bytes = Array(text.utf8)
        var end = min(bytes.count, memory.count - 1)
        // A character is not cut: what follows the cut would continue it.
        while end > 0, end < bytes.count, bytes[end] & 0xC0 == 0x80 { end -= 1 }
        for index in 0..<end { memory[index] = bytes[index] }
        memory[end] = 0
    }
}
