/// Cyrillic letters as they sound in Latin ones, for ``PhoneticView``: one letter each, since that view knows no digraphs.
enum Romanisation {
    /// How a letter sounds, given in UTF-8, in lower case and without accents; empty for the signs without a sound; `nil` when it is none of them.
    static func latin(_ letter: [UInt8]) -> [UInt8]? { sounds[letter] }

    /// The Cyrillic letter that a Greek or phonetic one, given in UTF-8, passes for.
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
        for (letter, cyrillic) in zip("πγʒφλδκʙᴍʜᴛ", "пгзфлдквмнт") {
            guard let scalar = cyrillic.unicodeScalars.first else { continue }
            table[Array(String(letter).utf8)] = scalar
        }
        return table
    }()
}
