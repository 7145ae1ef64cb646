import ModerationCore

/// Reads digits and signs inside words as letters.
enum LeetView {
    static func view(of compact: TextView) -> [TextView] {
        let bytes = compact.utf8
        var builder = ViewBuilder(capacity: bytes.count)
        var index = 0
        while index < bytes.count {
            var end = index
            while end < bytes.count, isWordByte(bytes[end]) { end += 1 }
            if end == index {
                builder.append(bytes[index], start: compact.starts[index], end: compact.ends[index])
                index += 1
            } else {
                appendWord(compact, index..<end, to: &builder)
                index = end
            }
        }
        return builder.views(named: .leet)
    }

    /// Letters, digits, any non-ASCII byte, and signs that stand for letters.
    private static func isWordByte(_ byte: UInt8) -> Bool {
        byte >= 0x80 || ScalarClass.of(ascii: byte) != .separator || letter(byte) != nil
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte < 0x80 && ScalarClass.of(ascii: byte) == .digit }

    /// Signs that end a sentence more often than they stand for a letter.
    private static func isPunctuation(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "!") || byte == UInt8(ascii: "|") || byte == UInt8(ascii: "+")
    }

    /// Two or more digits at either end are a number (`gl0ck19`), and so is a word without letters.
    private static func appendWord(_ view: TextView, _ range: Range<Int>, to builder: inout ViewBuilder) {
        let bytes = view.utf8
        var lower = range.lowerBound
        var upper = range.upperBound
        while lower < upper, isPunctuation(bytes[lower]) { lower += 1 }
        while upper > lower, isPunctuation(bytes[upper - 1]) { upper -= 1 }
        let hasLetter = bytes[lower..<upper].contains { $0 >= 0x80 || ScalarClass.of(ascii: $0) == .letter }
        let leading = bytes[lower..<upper].prefix(while: isDigit).count
        let trailing = bytes[lower..<upper].reversed().prefix(while: isDigit).count
        if leading > 1 { lower += leading }
        if trailing > 1, upper - trailing >= lower { upper -= trailing }
        let isCyrillic = hasLetter && bytes[lower..<upper].contains { $0 == 0xD0 || $0 == 0xD1 }
        for index in range {
            let byte = bytes[index]
            let (start, end) = (view.starts[index], view.ends[index])
            guard hasLetter, index >= lower, index < upper else {
                builder.append(byte, start: start, end: end)
                continue
            }
            if isCyrillic, let scalar = cyrillic(byte) {
                builder.append(scalar, start: start, end: end)
            } else {
                builder.append(isCyrillic ? byte : letter(byte) ?? byte, start: start, end: end)
            }
        }
    }

    private static func cyrillic(_ byte: UInt8) -> Unicode.Scalar? {
        switch byte {
        case UInt8(ascii: "0"): "о"
        case UInt8(ascii: "3"): "з"
        case UInt8(ascii: "4"): "ч"
        default: nil
        }
    }

    static func letter(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0"): UInt8(ascii: "o")
        case UInt8(ascii: "1"), UInt8(ascii: "!"), UInt8(ascii: "|"), UInt8(ascii: "i"): UInt8(ascii: "l")
        case UInt8(ascii: "2"): UInt8(ascii: "z")
        case UInt8(ascii: "3"): UInt8(ascii: "e")
        case UInt8(ascii: "4"), UInt8(ascii: "@"): UInt8(ascii: "a")
        case UInt8(ascii: "5"), UInt8(ascii: "$"): UInt8(ascii: "s")
        case UInt8(ascii: "6"), UInt8(ascii: "9"): UInt8(ascii: "g")
        case UInt8(ascii: "7"), UInt8(ascii: "+"): UInt8(ascii: "t")
        case UInt8(ascii: "8"): UInt8(ascii: "b")
        default: nil
        }
    }
}
