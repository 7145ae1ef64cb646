/// A keyword as a regular expression over bytes, and what must hold at its ends.
struct TermExpression {
    /// A byte of a sign or space between the parts of a keyword: ASCII, Latin-1, General Punctuation to Dingbats in UTF-8. Five of them hold a
    /// dash between spaces. (Whole characters instead of bytes would double the time to compile.)
    private static let separator = #"[\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\xbf\xc2\xe2]"#

    let expression: String
    let bounds: TermBounds

    /// `term` as a view reads it. Between two of its parts up to five bytes of signs or none may stand (`ar-15`: `ar15`, `AR – 15`); between two digits
    /// one or two must. Signs before the first and after the last part are taken literally. `nil` when nothing is left to look for.
    init?(term: String, isOpenAtStart: Bool, isOpenAtEnd: Bool) {
        let scalars = Array(Self.trimmed(term).unicodeScalars)
        guard let first = scalars.first, let last = scalars.last else { return nil }
        let classes = scalars.map(WordClass.of)
        let words = classes.indices.filter { classes[$0] != .separator }
        let firstWord = words.first ?? scalars.count
        let lastWord = words.last ?? scalars.count
        var expression = ""
        var index = 0
        while index < scalars.count {
            if classes[index] == .separator, index > firstWord, index < lastWord {
                var next = index
                while classes[next] == .separator { next += 1 }
                let isNumber = classes[index - 1] == .digit && classes[next] == .digit
                expression += Self.separator + (isNumber ? "{1,2}" : "{0,5}")
                index = next
            } else {
                expression += Self.escaped(scalars[index])
                index += 1
            }
        }
        self.expression = expression
        bounds = TermBounds(
            first: isOpenAtStart || WordClass.isUnspaced(first) ? nil : WordClass.of(first),
            last: isOpenAtEnd || WordClass.isUnspaced(last) ? nil : WordClass.of(last),
            isOpenAtEnd: isOpenAtEnd
        )
    }

    private static func trimmed(_ term: String) -> String {
        var scalars = Substring(term).unicodeScalars
        while let scalar = scalars.first, scalar.properties.isWhitespace { scalars.removeFirst() }
        while let scalar = scalars.last, scalar.properties.isWhitespace { scalars.removeLast() }
        return String(scalars)
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        String(scalar).utf8.map { byte in
            let digits = String(byte, radix: 16)
            return #"\x"# + (digits.count == 1 ? "0" : "") + digits
        }.joined()
    }
}

/// What must not stand beside a keyword: more of the same word or number. Between letters and digits a word ends (`glock19`).
struct TermBounds: Hashable {
    /// Class of the first scalar; `nil` when anything may stand before it.
    var first: WordClass?
    var last: WordClass?
    /// The keyword goes on to the end of the word (`silencer*`).
    var isOpenAtEnd: Bool
}
