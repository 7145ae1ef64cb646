/// Cyrillic letters as they sound in Latin ones, for ``PhoneticView``: one letter each, since that view knows no digraphs.
enum Romanisation {
    /// Cyrillic and its supplement.
    static func isCyrillic(_ scalar: Unicode.Scalar) -> Bool { (0x400...0x52F).contains(scalar.value) }

    /// How a letter sounds, given in UTF-8, in lower case and without accents; empty for the signs without a sound; `nil` when it is none of them.
    static func latin(_ letter: [UInt8]) -> [UInt8]? { sounds[letter] }

    /// The Cyrillic letter that another, given in UTF-8, passes for and that no Latin one does.
    static func cyrillic(_ letter: [UInt8]) -> Unicode.Scalar? { lookAlikes[letter] }

    private static let sounds: [[UInt8]: [UInt8]] = {
        var sounds: [[UInt8]: [UInt8]] = [:]
        let latin = Array("abvgdezzijklmnoprstufhckss-i-euaiieg".utf8)
        for (letter, sound) in zip("абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґ", latin) {
            sounds[Array(String(letter).utf8)] = sound == UInt8(ascii: "-") ? [] : [sound]
        }
        return sounds
    }()

    private static let lookAlikes: [[UInt8]: Unicode.Scalar] = {
        var table: [[UInt8]: Unicode.Scalar] = [:]
        for (letter, cyrillic) in zip("πʒӡφλδ", "пззфлд") {
            guard let scalar = cyrillic.unicodeScalars.first else { continue }
            table[Array(String(letter).utf8)] = scalar
        }
        return table
    }()
}
