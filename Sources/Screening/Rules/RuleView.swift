import ModerationCore

/// The views of the normaliser, the plainest first; the names are those of the normaliser's `ViewName`.
enum RuleView: Int, CaseIterable {
    case folded, skeleton, compact, joined, leet, squeezed, phonetic, spaceless, dense, reversed

    /// Which keywords are looked for in a view.
    private struct Scope {
        /// Letters that a keyword must have in it, as the view reads it. With these numbers the shipped rules hold 5 of the 1,257 phrases of
        /// `config/evasion/benign.txt`, one more than the five views of `normaliser-1` did; lower numbers were not tried.
        var leastLetterCount = 0
        /// Or so many digits, beside a letter: `m1911`, `7.62x39`.
        var leastDigitCount: Int?
        /// What rules do whose keywords are looked for; `nil`: anything.
        var actions: Set<RuleAction>?
        /// Whether rules of classes that are not prohibited apply: nobody disguises a glue gun.
        var hasInnocentRules = true
    }

    private var scope: Scope {
        switch self {
        case .folded, .skeleton, .compact: Scope()
        case .joined: Scope(leastLetterCount: 2, leastDigitCount: 3, actions: Self.acting)
        case .leet, .squeezed: Scope(leastLetterCount: 3, actions: Self.acting)
        case .phonetic: Scope(leastLetterCount: 4, leastDigitCount: 4, actions: Self.acting, hasInnocentRules: false)
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
        let scope = scope
        guard scope.leastLetterCount > 0 else { return true }
        let classes = term.unicodeScalars.map(WordClass.of)
        let letterCount = classes.count { $0 == .letter }
        if letterCount >= scope.leastLetterCount || term.unicodeScalars.contains(where: WordClass.isUnspaced) { return true }
        guard let least = scope.leastDigitCount, letterCount > 0 else { return false }
        return classes.count { $0 == .digit } >= least
    }
}
