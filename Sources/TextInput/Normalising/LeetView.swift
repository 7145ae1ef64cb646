import ModerationCore

/// Reads digits and signs inside words as letters.
enum LeetView {
    /// `compact` as ``LeetSigns`` readies it.
    static func view(of compact: TextView) -> [TextView] {
        var letters = compact.utf8
        var cyrillicDigits: [Int] = []
        var index = 0
        while index < compact.utf8.count {
            guard isWordByte(compact.utf8[index]) else {
                index += 1
                continue
            }
            var end = index + 1
            while end < compact.utf8.count, isWordByte(compact.utf8[end]) { end += 1 }
            read(compact.utf8, index..<end, into: &letters, &cyrillicDigits)
            index = end
        }
        if cyrillicDigits.isEmpty {
            // Byte for byte, so that every one keeps its place.
            let view = TextView(name: ViewName.leet.rawValue, utf8: letters, starts: compact.starts, ends: compact.ends)
            return view.map { [$0] } ?? []
        }
        return written(compact, letters, cyrillicDigits)
    }

    /// With the digits that are two-byte letters.
    private static func written(_ compact: TextView, _ letters: [UInt8], _ cyrillicDigits: [Int]) -> [TextView] {
        var builder = ViewBuilder(capacity: letters.count + cyrillicDigits.count)
        var next = 0
        for index in letters.indices {
            let (start, end) = (compact.starts[index], compact.ends[index])
            if next < cyrillicDigits.count, cyrillicDigits[next] == index, let letter = cyrillic(letters[index]) {
                builder.append(letter, start: start, end: end)
                next += 1
            } else {
                builder.append(letters[index], start: start, end: end)
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
        switch byte {
        case UInt8(ascii: "!"), UInt8(ascii: "|"), UInt8(ascii: "+"), UInt8(ascii: "#"), UInt8(ascii: "^"): true
        default: false
        }
    }

    /// Two or more digits at either end are a number (`gl0ck19`), and so is a word without letters.
    private static func read(_ bytes: [UInt8], _ range: Range<Int>, into letters: inout [UInt8], _ cyrillicDigits: inout [Int]) {
        var lower = range.lowerBound
        var upper = range.upperBound
        while lower < upper, isPunctuation(bytes[lower]) { lower += 1 }
        while upper > lower, isPunctuation(bytes[upper - 1]) { upper -= 1 }
        var hasLetter = false
        var isCyrillic = false
        for index in lower..<upper {
            let byte = bytes[index]
            hasLetter = hasLetter || byte >= 0x80 || ScalarClass.of(ascii: byte) == .letter
            isCyrillic = isCyrillic || byte == 0xD0 || byte == 0xD1
        }
        guard hasLetter else { return }
        var leading = 0
        while lower + leading < upper, isDigit(bytes[lower + leading]) { leading += 1 }
        var trailing = 0
        while upper - trailing > lower, isDigit(bytes[upper - 1 - trailing]) { trailing += 1 }
        if leading > 1 { lower += leading }
        if trailing > 1, upper - trailing >= lower { upper -= trailing }
        for index in lower..<upper {
            if !isCyrillic {
                letters[index] = letter(bytes[index]) ?? bytes[index]
            } else if cyrillic(bytes[index]) != nil {
                cyrillicDigits.append(index)
            }
        }
    }

    private static func cyrillic(_ byte: UInt8) -> Unicode.Scalar? {
        switch byte {
        case UInt8(ascii: "0"): "о"
        case UInt8(ascii: "1"), UInt8(ascii: "!"), UInt8(ascii: "|"): "і"
        case UInt8(ascii: "3"): "з"
        case UInt8(ascii: "4"): "ч"
        case UInt8(ascii: "6"): "б"
        case UInt8(ascii: "7"): "т"
        case UInt8(ascii: "8"): "в"
        case UInt8(ascii: "@"): "а"
        default: nil
        }
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
