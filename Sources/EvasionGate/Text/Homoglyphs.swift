extension MutationTables {
    /// Characters that UTS 39 (`confusables.txt`) or everyday use takes for a letter: Greek, Cyrillic, Armenian, Cherokee, Lisu, Coptic, Canadian
    /// syllabics, phonetic letters, and the mathematical alphabets.
    static let homoglyphs: [Character: [String]] = {
        var table = Self.table([
            "a": "а α ɑ ⍺ ａ Α А Ꭺ ꓮ ᗅ Ⲁ", "b": "Ь Ꮟ ᑲ ᖯ В Β Ᏼ ꓐ Ⲃ ᗷ", "c": "с ϲ ⅽ ᴄ ⲥ С Ϲ Ꮯ ꓚ Ⲥ ℂ", "d": "ԁ ⅾ ᑯ ꓒ ⅆ Ꭰ ꓓ ᗞ ᗪ",
            "e": "е ҽ ℮ ⅇ Е Ε Ꭼ ꓰ ⴹ", "f": "ꬵ ꞙ ẝ ք ꓝ Ϝ ᖴ ℱ", "g": "ɡ ᶃ ց ℊ Ԍ Ꮐ ꓖ", "h": "һ հ Ꮒ ℎ Н Η Ꮋ ꓧ Ⲏ",
            "i": "і ı ɩ ι ⅰ ⅈ Ꭵ ꙇ І Ι ꓲ Ⅰ",
            "j": "ј ϳ ⅉ Ј Ꭻ ꓙ", "k": "к κ К Κ Ꮶ ꓗ Ⲕ K", "l": "ⅼ ӏ ℓ ǀ ꓲ Ι І Ꮮ ꓡ ᒪ", "m": "ⅿ м М Μ Ꮇ ꓟ Ⲙ ᗰ", "n": "ո ռ η Ν ꓠ Ⲛ",
            "o": "о ο օ σ ᴏ ⲟ ० ໐ ੦ О Ο ꓳ Ⲟ ჿ ഠ", "p": "р ρ ϱ ⲣ ⍴ Р Ρ Ꮲ ꓑ ᑭ", "q": "ԛ գ զ", "r": "г ᴦ ⲅ ꭇ Ꮢ ꓣ ᖇ Ʀ",
            "s": "ѕ ꜱ ƽ Ѕ Ꮪ ꓢ Տ",
            "t": "т τ Т Τ Ꭲ ꓔ Ⲧ ᴛ", "u": "υ ս ʋ ᴜ ꭎ ꓴ ᑌ Ս", "v": "ν ѵ ᴠ ⅴ Ꮩ ꓦ ∨", "w": "ԝ ա ѡ ᴡ Ꮃ ꓪ Ԝ", "x": "х ⅹ ᕁ Х Χ ꓫ Ⲭ χ",
            "y": "у γ ү ʏ Ү Υ ꓬ Ⲩ",
            "z": "ᴢ Ꮓ ꓜ Ζ ⲍ Ⲍ", "а": "a α ɑ A Α", "в": "B ʙ Β ᏼ", "г": "r ᴦ Γ", "е": "e ҽ E Ε", "к": "k κ ĸ K", "м": "M ᴍ Μ m",
            "н": "H ʜ Η", "о": "o ο O ᴏ",
            "п": "π", "р": "p ρ P Ρ", "с": "c ϲ C Ϲ", "т": "T ᴛ Τ τ", "у": "y γ ү Y", "х": "x χ X Χ", "і": "i ı I", "з": "ʒ Ʒ ӡ",
            "ф": "φ Φ",
        ])
        // Mathematical alphabets in lower case, in which no letter is missing: bold, bold italic, bold script, bold Fraktur, double-struck, sans-serif…
        for start: UInt32 in [0x1D41A, 0x1D482, 0x1D4EA, 0x1D586, 0x1D552, 0x1D5BA, 0x1D5EE, 0x1D622, 0x1D656, 0x1D68A] {
            for index: UInt32 in 0..<26 {
                guard let letter = Unicode.Scalar(0x61 + index), let glyph = Unicode.Scalar(start + index) else { continue }
                // A third of the tables is enough of them.
                if (start / 2 + index) % 3 == 0 { table[Character(letter), default: []].append(String(Character(glyph))) }
            }
        }
        return table
    }()
}
