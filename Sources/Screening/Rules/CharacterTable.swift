/// What a character is to the beginnings of words, from a table: asking Unicode's properties for each would take longer than the search.
enum CharacterTable {
    enum Kind: UInt8 {
        /// May stand between the parts of a keyword, or be left out there: what is no part of a word or number among the characters up to
        /// the CJK punctuation, and pictographs.
        case sign
        case letter
        case digit
        /// A word may begin at each: letters of scripts without spaces, and all that the table does not reach.
        case other
    }

    private static let limit: UInt32 = 0x3040
    private static let pictographs: ClosedRange<UInt32> = 0x1F000...0x1FAFF

    private static let kinds: [Kind] = (0..<limit).map { value in
        guard let scalar = Unicode.Scalar(value), !WordClass.isUnspaced(scalar) else { return .other }
        return switch WordClass.of(scalar) {
        case .separator: .sign
        case .letter: .letter
        case .digit: .digit
        }
    }

    static func kind(of scalar: Unicode.Scalar) -> Kind {
        if scalar.value < limit { return kinds[Int(scalar.value)] }
        return pictographs.contains(scalar.value) ? .sign : .other
    }

    /// For bytes below 0x80; of others, anything.
    static func kind(ofASCII byte: UInt8) -> Kind {
        let isLetter = (byte | 0x20) &- 0x61 < 26
        let isDigit = byte &- 0x30 < 10
        return isLetter ? .letter : isDigit ? .digit : .sign
    }

    static func isSign(_ scalar: Unicode.Scalar) -> Bool { kind(of: scalar) == .sign }
}
