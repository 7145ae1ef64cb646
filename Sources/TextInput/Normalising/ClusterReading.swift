/// How one character (grapheme cluster) of the original reads.
struct ClusterReading {
    enum Kind {
        case letter, digit, other
        /// Contributes nothing to any view but `folded`.
        case nothing
    }

    var kind: Kind
    /// NFKC, case folded.
    var folded: [UInt8]
    /// In its own script, without accents and invisible characters.
    var own: [UInt8]
    /// As ASCII letters and digits, where it passes for some.
    var latin: [UInt8]?
    /// Whether ``own`` is Cyrillic.
    var isCyrillic: Bool
}
