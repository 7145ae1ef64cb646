/// What the keywords and patterns of all rules are looked for with.
///
/// Keywords are plain bytes in one database, whatever the view: most read the same in several. Patterns are first asked whether they match
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
    }

    struct Keyword: Sendable {
        var literal: TermLiteral
        var target: Target
    }

    struct Pattern: Sendable {
        /// `nil` for regular expressions; for keywords of signs only, what must hold at their ends.
        var bounds: TermBounds?
        var target: Target
    }

    /// `nil` when there are no keywords.
    var literals: PatternDatabase?
    /// By literal.
    var keywords: [[Keyword]] = []
    /// `nil` when there are no patterns.
    var presence: PatternDatabase?
    /// By expression, as the two below.
    var expressions: [String] = []
    var patterns: [[Pattern]] = []
    var spans: [PatternDatabase] = []
    /// `nil` when there is nothing to scan for.
    var pool: ScratchPool?
    /// The views that any keyword, any pattern counts in.
    var keywordViews = RuleViewMask()
    var patternViews = RuleViewMask()

    var byteCount: Int { ([literals, presence].compactMap { $0 } + spans).reduce(0) { $0 + $1.byteCount } }
}

/// A set of views.
struct RuleViewMask: Hashable, Sendable {
    private var bits: UInt64 = 0

    init(_ views: some Sequence<RuleView> = []) {
        for view in views { insert(view) }
    }

    mutating func insert(_ view: RuleView) { bits |= 1 << UInt64(view.rawValue) }

    mutating func formUnion(_ other: RuleViewMask) { bits |= other.bits }

    func contains(_ view: RuleView) -> Bool { bits >> UInt64(view.rawValue) & 1 == 1 }
}
