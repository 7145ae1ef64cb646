/// What the keywords and patterns of all rules are looked for with.
///
/// Keywords are plain bytes: those that begin with a word in a table, the others in a database. Patterns are first asked whether they match
/// at all, in one database without the dear tracking of starts; each has a database of its own that then tells where.
struct CompiledRules: Sendable {
    /// What a keyword or pattern stands for.
    struct Target: Sendable {
        var rule: Int
        var part: RulePart
        /// Which of the part's texts; patterns count on from the rule's terms.
        var source: Int
        /// In which views it counts.
        var views: RuleViewMask
        var line: Int?
        /// An innocent reading: what lies in two sentences is none ("I sell my glue. Gun also available").
        var staysInSentence = false
    }

    struct Pattern: Sendable {
        /// `nil` for regular expressions; for keywords of signs only, what must hold at their ends.
        var bounds: TermBounds?
        var target: Target
    }

    var table = KeywordTable()
    /// Words that take demoting words away, looked for only where there are such.
    var givenTable = KeywordTable()
    /// By rule that demotes: the rule under which its words of that kind are found, which rules share.
    var givenOwners: [Int: Int] = [:]
    /// Those that may begin within a word: with a star, or in a script without spaces. `nil` when there are none.
    var literals: PatternDatabase?
    /// By literal.
    var keywords: [[KeywordTable.Keyword]] = []
    /// `nil` when there are no patterns.
    var presence: PatternDatabase?
    /// By expression, as the two below.
    var expressions: [String] = []
    var patterns: [[Pattern]] = []
    var spans: [PatternDatabase] = []
    /// `nil` when there is nothing to scan for.
    var pool: ScratchPool?
    /// The views that any of `keywords`, any pattern counts in.
    var keywordViews = RuleViewMask()
    var patternViews = RuleViewMask()

    var databases: [PatternDatabase] { [literals, presence].compactMap { $0 } + spans }
}

/// A set of views.
struct RuleViewMask: Hashable, Sendable {
    private var bits: UInt64 = 0

    init(_ views: some Sequence<RuleView> = []) {
        for view in views { insert(view) }
    }

    mutating func insert(_ view: RuleView) { bits |= 1 << UInt64(view.rawValue) }

    mutating func formUnion(_ other: RuleViewMask) { bits |= other.bits }

    func intersects(_ other: RuleViewMask) -> Bool { bits & other.bits != 0 }

    func contains(_ view: RuleView) -> Bool { bits >> UInt64(view.rawValue) & 1 == 1 }
}
