/// What HuggingFace's `BertNormalizer` and `BertPreTokenizer` (tokenizers 0.23) do with one scalar.
///
/// Their tables are of several ages: categories (control, mark, punctuation) are those of Unicode 8, decompositions those of
/// Unicode 9, lower case and white space those of Unicode 17. Swift's are of Unicode 16 or later, so a category counts only for scalars that
/// Unicode 8 had, with the few that changed since listed in ``BertCharacterExceptions``. A test compares every scalar.
enum BertCharacter {
    /// Removed by the clean-up: NUL, U+FFFD and the categories Cc, Cf and Co, except tab, line feed and carriage return.
    static func isDropped(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value == 0 || scalar.value == 0xFFFD { return true }
        switch category(of: scalar) {
        case .control: return scalar != "\t" && scalar != "\n" && scalar != "\r"
        case .format, .privateUse: return true
        default: return false
        }
    }

    static func isWhitespace(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace }

    /// Stands alone between spaces.
    static func isIdeograph(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x20000...0x2A6DF, 0x2A700...0x2B73F, 0x2B740...0x2B81F, 0x2B920...0x2CEAF,
            0xF900...0xFAFF, 0x2F800...0x2FA1F:
            true
        default: false
        }
    }

    /// Removed after decomposition: category Mn.
    static func isAccent(_ scalar: Unicode.Scalar) -> Bool { category(of: scalar) == .nonspacingMark }

    /// A word of its own: ASCII punctuation and symbols, and the categories P*.
    static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: return true
        case 0..<0x80: return false
        default: break
        }
        switch category(of: scalar) {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
            .finalPunctuation, .otherPunctuation:
            return true
        default:
            return false
        }
    }

    /// Whether Unicode 9 had the scalar, so that its decomposition and combining class count.
    static func isDecomposable(_ scalar: Unicode.Scalar) -> Bool {
        guard let age = scalar.properties.age else { return false }
        return age.major <= 9
    }

    /// The general category of Unicode 8; `unassigned` for scalars that came later.
    static func category(of scalar: Unicode.Scalar) -> Unicode.GeneralCategory {
        if let changed = BertCharacterExceptions.category(of: scalar.value) { return changed }
        let properties = scalar.properties
        if scalar.value < 0x250 { return properties.generalCategory }
        let category = properties.generalCategory
        if category == .privateUse { return category }
        guard let age = properties.age, age.major <= 8 else { return .unassigned }
        return category
    }
}
