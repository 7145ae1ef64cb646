import ModerationCore

/// Reads digits and signs inside words as letters.
enum LeetView {
    /// `compact` as ``LeetSigns`` readies it.
    static func view(of compact: TextView) -> TextView? {
        var letters = compact.utf8
        compact.utf8.withUnsafeBufferPointer { bytes in
            letters.withUnsafeMutableBufferPointer { letters in
                var index = 0
                while index < bytes.count {
                    guard isWordByte(bytes[index]) else {
                        index += 1
                        continue
                    }
                    var end = index + 1
                    while end < bytes.count, isWordByte(bytes[end]) { end += 1 }
                    read(bytes, index..<end, into: letters)
                    index = end
                }
            }
        }
        return TextView(name: ViewName.leet.rawValue, utf8: letters, starts: compact.starts, ends: compact.ends)
    }

    /// Letters, digits, any non-ASCII byte, and signs that stand for letters.
    private static func isWordByte(_ byte: UInt8) -> Bool {
        byte >= 0x80 || ScalarClass.of(ascii: byte) != .separator || letter(byte) != nil
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte < 0x80 && ScalarClass.of(ascii: byte) == .digit }

    /// Signs that end a sentence more often than they stand for a letter.
    private static func isPunctuation(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "!"), UInt8(ascii: "|"), UInt8(ascii: "+"), UInt8(ascii: "#"), UInt8(ascii: "^"): true
        default: false
        }
    }

    /// Two or more digits at either end are a number (`gl0ck19`), and so is a word without letters.
    private static func read(
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ range: Range<Int>,
        into letters: UnsafeMutableBufferPointer<UInt8>
    ) {
        var lower = range.lowerBound
        var upper = range.upperBound
        while lower < upper, isPunctuation(bytes[lower]) { lower += 1 }
        while upper > lower, isPunctuation(bytes[upper - 1]) { upper -= 1 }
        guard bytes[lower..<upper].contains(where: { $0 >= 0x80 || ScalarClass.of(ascii: $0) == .letter }) else { return }
        var leading = 0
        while lower + leading < upper, isDigit(bytes[lower + leading]) { leading += 1 }
        var trailing = 0
        while upper - trailing > lower, isDigit(bytes[upper - 1 - trailing]) { trailing += 1 }
        if leading > 1 { lower += leading }
        if trailing > 1, upper - trailing >= lower { upper -= trailing }
        for index in lower..<upper { letters[index] = letter(bytes[index]) ?? bytes[index] }
    }

    /// Cyrillic letters that share a digit with Latin ones read as these do: з is 3, which is e; ч is 4; б is 6.
    @inline(__always)
    static func shared(_ value: UInt32) -> UInt8? {
        switch value {
        case 0x437: UInt8(ascii: "e")
        case 0x447: UInt8(ascii: "a")
        case 0x431: UInt8(ascii: "g")
        default: nil
        }
    }

    /// A keyword's letters as the view has them.
    static func letters(of text: String) -> String {
        var letters = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            letters.append(scalar == "i" ? "l" : shared(scalar.value).map { Unicode.Scalar($0) } ?? scalar)
        }
        return String(letters)
    }

    static func letter(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0"): UInt8(ascii: "o")
        case UInt8(ascii: "1"), UInt8(ascii: "!"), UInt8(ascii: "|"), UInt8(ascii: "i"): UInt8(ascii: "l")
        case UInt8(ascii: "2"): UInt8(ascii: "z")
        case UInt8(ascii: "3"): UInt8(ascii: "e")
        case UInt8(ascii: "4"), UInt8(ascii: "@"), UInt8(ascii: "^"): UInt8(ascii: "a")
        case UInt8(ascii: "5"), UInt8(ascii: "$"): UInt8(ascii: "s")
        case UInt8(ascii: "6"), UInt8(ascii: "9"): UInt8(ascii: "g")
        case UInt8(ascii: "7"), UInt8(ascii: "+"): UInt8(ascii: "t")
        case UInt8(ascii: "8"): UInt8(ascii: "b")
        case UInt8(ascii: "#"): UInt8(ascii: "h")
        default: nil
        }
    }
}
