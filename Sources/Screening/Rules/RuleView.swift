import ModerationCore

/// The views of the normaliser, the plainest first; the names are those of the normaliser's `ViewName`.
enum RuleView: Int, CaseIterable {
    case folded, skeleton, compact, joined, leet, squeezed, phonetic, spaceless, dense, reversed

    /// Which keywords are looked for in a view.
    private struct Scope {
        /// Letters that a keyword must have in it, as the view reads it. With these numbers the shipped rules hold 4 of the 1,257 phrases of
        /// `config/evasion/benign.txt`, as many as the five views of `normaliser-1` did; lower numbers were not tried.
        var leastLetterCount = 0
        /// What rules do whose keywords are looked for; `nil`: anything.
        var actions: Set<RuleAction>?
        /// Whether rules of classes that are not prohibited apply: nobody disguises a glue gun.
        var hasInnocentRules = true
    }

    private var scope: Scope {
        switch self {
        case .folded, .skeleton, .compact: Scope()
        case .joined: Scope(leastLetterCount: 2, actions: Self.acting)
        case .leet, .squeezed: Scope(leastLetterCount: 3, actions: Self.acting)
        case .phonetic: Scope(leastLetterCount: 4, actions: Self.acting, hasInnocentRules: false)
        case .spaceless: Scope(leastLetterCount: 4, actions: Self.acting, hasInnocentRules: false)
        case .dense: Scope(leastLetterCount: 4, actions: Self.acting, hasInnocentRules: false)
        case .reversed: Scope(leastLetterCount: 4, actions: Self.acting, hasInnocentRules: false)
        }
    }

    private static let acting: Set<RuleAction> = [.block, .review, .tag, .signal]
    /// Where patterns are looked for unless their rule says otherwise.
    static let plain: Set<RuleView> = [.folded, .skeleton, .compact]

    var name: String { Self.names[rawValue] }

    /// Asking the mirror of the type for one takes longer than a scan.
    private static let names = allCases.map { String(describing: $0) }

    private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.name, $0) })

    init?(name: String) {
        guard let match = Self.byName[name] else { return nil }
        self = match
    }

    /// Where the keywords of a rule are looked for unless it says otherwise.
    static func views(action: RuleAction, contentClass: ContentClass) -> Set<RuleView> {
        Set(
            allCases.filter { view in
                let scope = view.scope
                return scope.actions?.contains(action) != false && (scope.hasInnocentRules || contentClass.isProhibited)
            }
        )
    }

    /// Whether a keyword is long enough to be looked for here; `term` as the view reads it.
    func takes(_ term: String) -> Bool {
        let least = scope.leastLetterCount
        return least == 0 || term.unicodeScalars.count { WordClass.of($0) == .letter } >= least
            || term.unicodeScalars.contains(where: WordClass.isUnspaced)
    }
}
