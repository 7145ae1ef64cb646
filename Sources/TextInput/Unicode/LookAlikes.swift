/// Letters that people read as Latin and that UTS 39 leaves alone or sends elsewhere: small capitals, enclosed letters, capitals whose small
/// form looks different.
enum LookAlikes {
    /// The ASCII letter that the scalar passes for.
    static func latin(_ scalar: Unicode.Scalar) -> UInt8? {
        switch scalar.value {
        case 0x1F150...0x1F169: return letter(scalar.value - 0x1F150)  // negative circled
        case 0x1F170...0x1F189: return letter(scalar.value - 0x1F170)  // negative squared
        case 0x1F1E6...0x1F1FF: return letter(scalar.value - 0x1F1E6)  // regional indicators
        default: return table[scalar]
        }
    }

    /// What a cluster is in writing where its small or compatible form is another letter: the lunate sigma looks like c, capital gamma like Г.
    static func written(_ cluster: [Unicode.Scalar]) -> [Unicode.Scalar]? {
        switch cluster.first {
        case "\u{3F2}", "\u{3F9}": ["c"] + cluster.dropFirst()
        case "\u{393}": ["г"] + cluster.dropFirst()
        case "\u{3A0}": ["п"] + cluster.dropFirst()
        default: nil
        }
    }

    /// The Cyrillic letter that an ASCII one passes for in a Russian word.
    static func cyrillic(_ byte: UInt8) -> Unicode.Scalar? { cyrillicTable[byte] }

    /// Whether there is such a letter.
    static func passesForCyrillic(_ byte: UInt8) -> Bool {
        let index = byte &- UInt8(ascii: "a")
        return index < 26 && cyrillicBits >> UInt32(index) & 1 == 1
    }

    private static let cyrillicBits: UInt32 = cyrillicTable.keys.reduce(0) { $0 | 1 << UInt32($1 &- UInt8(ascii: "a")) }

    private static func letter(_ index: UInt32) -> UInt8 { UInt8(ascii: "a") + UInt8(truncatingIfNeeded: index) }

    private static let table: [Unicode.Scalar: UInt8] = {
        var table: [Unicode.Scalar: UInt8] = [:]
        for (letters, latin) in [
            ("ᴀαΑаАⲁ⍺", "a"), ("ʙβΒвВⲃ", "b"), ("ᴄсСⲥ", "c"), ("ᴅԁ", "d"), ("ᴇεΕеЕєЄҽⲉ℮", "e"), ("ꜰƒ", "f"), ("ɢɡԌԍ", "g"),
            ("ʜнНΗһⲏ", "h"),
            ("ɪіІιΙıɩⲓ", "i"), ("ᴊјЈ", "j"), ("ᴋκΚкКĸⲕ", "k"), ("ʟℓӏӀ", "l"), ("ᴍмМΜⲙ", "m"), ("ɴηΝոⲛ", "n"),
            ("ᴏοΟоО○◯⭕◌●ⲟ", "o"),
            ("ᴘρΡрРⲣ⍴", "p"),
            ("ʀᴦ", "r"), ("ꜱѕЅ", "s"), ("ᴛτΤтТⲧ", "t"), ("ᴜυμս", "u"), ("ᴠνѵ∨⋁", "v"), ("ᴡωѡ", "w"), ("хХχΧⲭ", "x"),
            ("ʏуУγΥүⲩ", "y"),
            ("ᴢΖⲍ", "z"),
        ] {
            guard let byte = latin.utf8.first else { continue }
            for scalar in letters.unicodeScalars { table[scalar] = byte }
        }
        return table
    }()

    private static let cyrillicTable: [UInt8: Unicode.Scalar] = [
        UInt8(ascii: "a"): "а", UInt8(ascii: "b"): "в", UInt8(ascii: "c"): "с", UInt8(ascii: "e"): "е", UInt8(ascii: "h"): "н",
        UInt8(ascii: "i"): "і", UInt8(ascii: "k"): "к", UInt8(ascii: "m"): "м", UInt8(ascii: "n"): "п", UInt8(ascii: "o"): "о",
        UInt8(ascii: "p"): "р", UInt8(ascii: "r"): "г", UInt8(ascii: "t"): "т", UInt8(ascii: "u"): "и", UInt8(ascii: "x"): "х",
        UInt8(ascii: "y"): "у",
    ]
}
