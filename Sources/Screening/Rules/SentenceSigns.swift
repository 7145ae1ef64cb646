/// Signs that end sentences, or parts of them, in a text as it was written.
enum SentenceSigns {
    /// Whether one stands among these bytes.
    static func stand(in bytes: some RandomAccessCollection<UInt8>) -> Bool {
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            if byte < 0x80 {
                if isEnd(UInt32(byte)) { return true }
            } else if byte >= 0xC2, let scalar = UTF8Reading.scalar(at: 0, in: Array(bytes[index...].prefix(4)))?.scalar {
                if isEnd(scalar.value) { return true }
            }
            index = bytes.index(after: index)
        }
        return false
    }

    static func isEnd(_ value: UInt32) -> Bool {
        switch value {
        // . , ; : ! ? and line breaks
        case 0x2E, 0x2C, 0x3B, 0x3A, 0x21, 0x3F, 0x0A, 0x0D, 0x2028, 0x2029: true
        // Ellipsis; Arabic comma, semicolon and question mark; danda; ideographic comma and full stop
        case 0x2026, 0x060C, 0x061B, 0x061F, 0x0964, 0x3001, 0x3002: true
        // The same, full width
        case 0xFF01, 0xFF0C, 0xFF0E, 0xFF1A, 0xFF1B, 0xFF1F: true
        default: false
        }
    }
}
