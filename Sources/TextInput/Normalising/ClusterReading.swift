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
    /// As ASCII letters and digits, where it passes for some.
    let latin: [UInt8]?
    /// As the `skeleton` view has it.
    let skeleton: [UInt8]
    let isCyrillic: Bool
    /// How it sounds in Latin letters, where it is Cyrillic or passes for such a letter; empty for the signs that have no sound.
    let transliterated: [UInt8]?

    init(
        kind: Kind,
        folded: [UInt8],
        own: [UInt8] = [],
        latin: [UInt8]? = nil,
        skeleton: [UInt8]? = nil,
        isCyrillic: Bool = false,
        transliterated: [UInt8]? = nil
    ) {
        self.kind = kind
        self.folded = folded
        self.latin = latin
        self.skeleton = skeleton ?? own
        self.isCyrillic = isCyrillic
        self.transliterated = transliterated
    }
}
