/// The readings of a text, the plainest first.
public enum ViewName: String, Sendable, CaseIterable {
    /// NFKC and case folding, each character by itself.
    case folded
    /// Look-alike letters folded, accents and invisible characters removed, white space as U+0020.
    case skeleton
    /// `skeleton` with runs of single characters joined: `g.l.0.c.k` is `gl0ck`. Absent when it equals `skeleton`.
    case compact
    /// `compact` with digits and signs inside words read as letters; `i`, `l`, `1`, `!` and `|` are all `l`.
    case leet
    /// `leet` with repeated letters squeezed in words that repeat one three times or more: `glooock` is `glock`. Absent without such a word.
    case squeezed
}
