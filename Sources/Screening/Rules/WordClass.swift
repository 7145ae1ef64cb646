/// Part of a word, part of a number, or neither.
enum WordClass {
    case letter, digit, separator

    static func of(_ scalar: Unicode.Scalar) -> WordClass {
        switch scalar.value {
        case 0x61...0x7A, 0x41...0x5A: return .letter
        case 0x30...0x39: return .digit
        case 0..<0x80: return .separator
        default: break
        }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark, .spacingMark:
            return .letter
        case .decimalNumber, .letterNumber, .otherNumber: return .digit
        default: return .separator
        }
    }

    /// A letter of a script that writes words without spaces: Thai, Lao, Myanmar, Khmer, kana, Han.
    static func isUnspaced(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF, 0x3040...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
            0xF900...0xFAFF,
            0x20000...0x3FFFF:
            true
        default: false
        }
    }
}
