/// How one character (grapheme cluster) of the original reads. Immutable, and shared between texts.
final class ClusterReading: Sendable {
    enum Kind {
        case letter, digit, other
        /// Contributes nothing to any view but `folded`.
        case nothing
    }

    let kind: Kind
    /// NFKC, case folded.
    let folded: [UInt8]
    /// In its own script, without accents and invisible characters.
    let own: [UInt8]
    /// As ASCII letters and digits, where it passes for some.
    let latin: [UInt8]?
    /// Whether ``own`` is Cyrillic.
    let isCyrillic: Bool
    /// How ``own`` sounds in Latin letters, where it is Cyrillic; empty for the signs that have no sound.
    let transliterated: [UInt8]?
    /// The Cyrillic letter that it passes for among Cyrillic ones.
    let cyrillic: [UInt8]?

    init(
        kind: Kind,
        folded: [UInt8],
        own: [UInt8] = [],
        latin: [UInt8]? = nil,
        isCyrillic: Bool = false,
        transliterated: [UInt8]? = nil,
        cyrillic: [UInt8]? = nil
    ) {
        self.kind = kind
        self.folded = folded
        self.own = own
        self.latin = latin
        self.isCyrillic = isCyrillic
        self.transliterated = transliterated
        self.cyrillic = cyrillic
    }
}
