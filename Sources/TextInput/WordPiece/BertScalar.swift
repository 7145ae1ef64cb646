/// What HuggingFace's `BertNormalizer` and `BertPreTokenizer` make of one scalar, before marks are put in canonical order.
enum BertScalar {
    enum Meaning: Equatable {
        /// Nothing, as if it were not there.
        case dropped
        /// Ends the word.
        case space
        /// A word of its own.
        case isolated([Part])
        /// Parts of a word.
        case parts([Part])
    }

    /// One scalar of the decomposition.
    struct Part: Equatable {
        var scalar: Unicode.Scalar
        /// Marks of different classes may change places; 0 stays where it is.
        var combiningClass: UInt8
        /// Removed after marks are in order.
        var isAccent: Bool
    }

    static func meaning(of scalar: Unicode.Scalar, casing: WordPieceCasing) -> Meaning {
        if BertCharacter.isDropped(scalar) { return .dropped }
        if BertCharacter.isWhitespace(scalar) { return .space }
        let parts = casing == .cased ? [Part(scalar: scalar, combiningClass: 0, isAccent: false)] : decomposition(of: scalar)
        return BertCharacter.isIdeograph(scalar) ? .isolated(parts) : .parts(parts)
    }

    /// A part as it is written into a word.
    static func written(_ scalar: Unicode.Scalar, casing: WordPieceCasing) -> [Unicode.Scalar] {
        casing == .cased ? [scalar] : Array(scalar.properties.lowercaseMapping.unicodeScalars)
    }

    private static func decomposition(of scalar: Unicode.Scalar) -> [Part] {
        let isDecomposable = BertCharacter.isDecomposable(scalar)
        let scalars = isDecomposable ? CanonicalDecomposition.parts(of: scalar) ?? [scalar] : [scalar]
        return scalars.map { part in
            let combiningClass =
                BertCharacter.isDecomposable(part) ? CanonicalDecomposition.combiningClass(of: part) : 0
            return Part(scalar: part, combiningClass: combiningClass, isAccent: BertCharacter.isAccent(part))
        }
    }
}
