/// The readings of a text, the plainest first.
public enum ViewName: String, Sendable, CaseIterable {
    /// NFKC and case folding, each character by itself.
    case folded
    /// Look-alike letters folded, accents and invisible characters removed, white space as U+0020.
    case skeleton
    /// `skeleton` with runs of single characters joined: `g.l.0.c.k` is `gl0ck`. Absent when it equals `skeleton`.
    case compact
    /// `compact` without the signs and pictures within words: `gl-ock`, `g🔥lock` are `glock`. Absent when it has none.
    case joined
    /// `compact` with digits and signs inside words read as letters, and without other signs there; `i`, `l`, `1`, `!` and `|` are all `l`.
    case leet
    /// `leet` with repeated letters once, where some word repeats one three times or more: `glooock` is `glock`. Absent without such a word.
    case squeezed
    /// `joined` as it sounds, in few Latin letters: Cyrillic words transliterated, repeated letters once (``PhoneticView``).
    case phonetic
    /// `joined` without anything between its words: `glo ck` is `glock`. A keyword may begin and end in it only where something was left out.
    case spaceless
    /// `spaceless` with everything read as a letter that may stand for one, whole numbers too: `517 57un` is `sltstun`. Absent without such digits and signs.
    case dense
    /// `leet` with the letters of words from last to first, but for little words: `kcolg` is `glock`. A match is the whole word.
    case reversed
}
