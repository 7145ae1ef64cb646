/// What a scalar is to the views: part of a word, part of a number, or between words.
enum ScalarClass: UInt8 {
    case letter, digit, separator

    static func of(_ scalar: Unicode.Scalar) -> ScalarClass {
        let value = Int(scalar.value)
        return value < table.count ? table[value] : derived(scalar)
    }

    /// Of the first two planes: asking for a general category takes twenty times as long.
    private static let table: [ScalarClass] = (0..<0x2_0000).map { Unicode.Scalar($0).map(derived) ?? .separator }

    private static func derived(_ scalar: Unicode.Scalar) -> ScalarClass {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark, .spacingMark,
            .enclosingMark:
            return .letter
        case .decimalNumber, .letterNumber, .otherNumber:
            return .digit
        default:
            return .separator
        }
    }

    @inline(__always)
    static func of(ascii byte: UInt8) -> ScalarClass {
        if (byte | 0x20) &- UInt8(ascii: "a") < 26 { return .letter }
        return byte &- UInt8(ascii: "0") < 10 ? .digit : .separator
    }

    /// Nothing that a reader sees: marks, format and control characters, fillers.
    static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .format, .control, .nonspacingMark, .enclosingMark: true
        default: scalar.properties.isDefaultIgnorableCodePoint
        }
    }
}
