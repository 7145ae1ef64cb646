/// What the mutations write in place of letters and between them.
enum MutationTables {
    /// The common single-character substitutions of leetspeak.
    static let leet = table([
        "a": "4 @ ^", "b": "8 6", "c": "( < ¢", "e": "3 €", "g": "6 9", "h": "#", "i": "1 ! | ¡", "l": "1 | £", "o": "0",
        "s": "5 $ §", "t": "7 +",
        "u": "µ", "x": "×", "y": "¥", "z": "2", "а": "@ 4", "б": "6", "в": "8", "е": "3", "з": "3", "і": "1 !", "о": "0",
        "т": "7", "ч": "4",
    ])

    static let zeroWidth: [String] =
        [
            "\u{200B}", "\u{200C}", "\u{200D}", "\u{2060}", "\u{FEFF}", "\u{AD}", "\u{34F}", "\u{180E}", "\u{2061}", "\u{2063}",
            "\u{FE0E}", "\u{FE0F}",
        ]
        + ["\u{E0067}", "\u{E0075}", "\u{E007F}", "\u{E0101}", "\u{200E}", "\u{206A}", "\u{115F}", "\u{3164}"]

    static let separators = [" ", ".", "-", "_", "*", "  ", " . ", "/", " - ", "·", ",", "~", "•", "|"]

    static let signs = [
        "*", ".", "-", "_", "~", "^", "'", "`", ",", "/", "\\", "=", "#", ":", ";", "·", "•", "…", "–", "+", "|", "!", "\"", "°",
        "›", "¬", "†",
    ]

    static let emoji = [
        "🔥", "😀", "💥", "✨", "🎯", "❤️", "👍🏽", "👨‍👩‍👧", "🇩🇪", "🚀", "💣", "⭐", "✅", "🖤", "🤫", "☠️", "⚡️", "🎁", "💯", "🍀", "🐍", "➡️", "♠️", "🧨",
        "🏴‍☠️",
        "1️⃣", "🅿️", "▪️", "🔸", "🫡",
    ]

    static let marks: [Unicode.Scalar] =
        (0x300...0x36F).compactMap(Unicode.Scalar.init) + (0x1DC0...0x1DCF).compactMap(Unicode.Scalar.init)
        + ["\u{20DD}", "\u{20E3}", "\u{489}"]

    /// Circled, negative circled, squared, negative squared, parenthesised, flags.
    static let enclosedStyles: [UInt32] = [0x24D0, 0x24B6, 0x1F150, 0x1F130, 0x1F170, 0x249C, 0x1F1E6]

    static func enclosed(_ letter: Character, style: Int) -> String? {
        guard let index = alphabetIndex(letter), enclosedStyles.indices.contains(style),
            let scalar = Unicode.Scalar(enclosedStyles[style] + index)
        else { return nil }
        // Two flag letters side by side would be a flag; a narrow space or nothing stands between them in use.
        return String(Character(scalar)) + (style == enclosedStyles.count - 1 ? "\u{200B}" : "")
    }

    static func fullWidth(_ letter: Character) -> Character? {
        guard let byte = letter.asciiValue, byte > 0x20 else { return nil }
        return Unicode.Scalar(0xFEE0 + UInt32(byte)).map(Character.init)
    }

    private static func alphabetIndex(_ letter: Character) -> UInt32? {
        guard let byte = String(TextMutation.plain(letter)).utf8.first, byte >= 0x61, byte <= 0x7A else { return nil }
        return UInt32(byte - 0x61)
    }

    static func table(_ lines: [Character: String]) -> [Character: [String]] {
        lines.mapValues { $0.split(separator: " ").map(String.init) }
    }

    /// Letters with accents that people also write without.
    static let base: [Unicode.Scalar: Unicode.Scalar] = {
        var base: [Unicode.Scalar: Unicode.Scalar] = [:]
        for (letters, plain) in [
            ("áàâãäåąă", "a"), ("çćč", "c"), ("éèêëęě", "e"), ("íìîï", "i"), ("łĺ", "l"), ("ñńň", "n"), ("óòôõöøő", "o"),
            ("śšş", "s"), ("úùûüůű", "u"),
            ("ýÿ", "y"), ("źżž", "z"), ("ğ", "g"), ("ı", "i"), ("ť", "t"), ("ďđ", "d"), ("ř", "r"), ("ё", "е"),
        ] as [(String, Unicode.Scalar)] {
            for letter in letters.unicodeScalars { base[letter] = plain }
        }
        return base
    }()
}
