/// The encoding of `grpc-message`: UTF-8 with every byte outside 0x20…0x7E, and `%`, written as `%XX`.
///
/// Source: grpc/grpc `doc/PROTOCOL-HTTP2.md`, "Status-Message".
package enum PercentCodec {
    /// Longer messages are cut, at the end of a character, before they are encoded: peers drop header lists over 8 KiB.
    package static let messageLimit = 1_024

    package static func encode(_ message: String) -> String {
        let bytes = Array(cut(message).utf8)
        var encoded: [UInt8] = []
        encoded.reserveCapacity(bytes.count)
        for (index, byte) in bytes.enumerated() {
            // HTTP allows no space at either end of a value.
            let isOuterSpace = byte == 0x20 && (index == 0 || index == bytes.count - 1)
            if (0x20...0x7E).contains(byte), byte != UInt8(ascii: "%"), !isOuterSpace {
                encoded.append(byte)
            } else {
                encoded.append(UInt8(ascii: "%"))
                encoded.append(hexadecimal(byte >> 4))
                encoded.append(hexadecimal(byte & 15))
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    /// Never fails: what is not an escape stays as it is, and broken UTF-8 is repaired.
    package static func decode(_ text: String) -> String {
        let bytes = Array(text.utf8)
        guard bytes.contains(UInt8(ascii: "%")) else { return text }
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count, let high = digit(bytes[index + 1]),
                let low = digit(bytes[index + 2])
            {
                decoded.append(high << 4 | low)
                index += 3
            } else {
                decoded.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: decoded, as: UTF8.self)
    }

    private static func cut(_ message: String) -> String {
        guard message.utf8.count > messageLimit else { return message }
        var end = message.utf8.index(message.startIndex, offsetBy: messageLimit)
        while end > message.startIndex, end.samePosition(in: message.unicodeScalars) == nil {
            end = message.utf8.index(before: end)
        }
        return String(message[..<end])
    }

    private static func hexadecimal(_ nibble: UInt8) -> UInt8 {
        nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "A") + (nibble - 10)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
