/// Scalars of Unicode 8 whose general category has changed since, as they were in Unicode 8.
enum BertCharacterExceptions {
    static func category(of value: UInt32) -> Unicode.GeneralCategory? {
        switch value {
        // CANADIAN SYLLABICS CHI SIGN: a symbol since Unicode 12.
        case 0x166D: .otherPunctuation
        // HANUNOO SIGN PAMUDPOD: a spacing mark since Unicode 14.
        case 0x1734: .nonspacingMark
        // MONGOLIAN LETTER ALI GALI BALUDA and THREE BALUDA: marks since Unicode 9.
        case 0x1885, 0x1886: .otherLetter
        // JAVANESE CONSONANT SIGN KERET: a non-spacing mark since Unicode 11.
        case 0xA9BD: .spacingMark
        // SHARADA SANDHI MARK: a mark since Unicode 11.
        case 0x111C9: .otherPunctuation
        // AHOM CONSONANT SIGN MEDIAL RA: a spacing mark since Unicode 16.
        case 0x1171E: .nonspacingMark
        default: nil
        }
    }
}
