import ModerationCore

/// Decides which hits stand, given what is written around them.
///
/// 1. A hit of a rule with `cancels` removes the hits of those classes that it overlaps, itself excepted. Rules that cancel an allowed
///    class go first, so that "not a toy gun" takes away what "toy gun" would have cancelled.
/// 2. The groups of an `all` rule are joined from hits that still stand.
/// 3. Where a rule with `demotes` still stands, matches of those classes step down: block to review, review to signal, and a quarter of the
///    weight. A title speaks for the description too, a description only for itself.
struct ContextResolution {
    static let demotedWeightFactor = 0.25

    struct Standing {
        var hit: RuleHit
        var action: RuleAction
        var weight: Double
    }

    let rules: [RuleDefinition]

    /// The hits of a field that no other hit cancels, groups joined.
    func standing(_ hits: [RuleHit]) -> [RuleHit] {
        let first = hits.filter { rules[$0.rule].cancels.contains { !$0.isProhibited } }
        let remaining = removing(hits, cancelledBy: first)
        let second = remaining.filter { !rules[$0.rule].cancels.isEmpty }
        let standing = removing(remaining, cancelledBy: second)
        return standing.filter { $0.group == nil } + joined(standing.filter { $0.group != nil })
    }

    /// Classes that the hits demote in their field.
    func demotedClasses(_ standing: [RuleHit]) -> Set<ContentClass> {
        standing.reduce(into: []) { $0.formUnion(rules[$1.rule].demotes) }
    }

    func demoted(_ hit: RuleHit, by classes: Set<ContentClass>) -> Standing {
        let rule = rules[hit.rule]
        guard rule.isDemotable, classes.contains(rule.contentClass) else {
            return Standing(hit: hit, action: rule.action, weight: rule.weight)
        }
        let action: RuleAction =
            switch rule.action {
            case .block: .review
            case .review: .signal
            case .tag, .signal, .allow: rule.action
            }
        return Standing(hit: hit, action: action, weight: rule.weight * Self.demotedWeightFactor)
    }

    private func removing(_ hits: [RuleHit], cancelledBy cancellers: [RuleHit]) -> [RuleHit] {
        guard !cancellers.isEmpty else { return hits }
        var places: [ContentClass: [Range<Int>]] = [:]
        for canceller in cancellers {
            for contentClass in rules[canceller.rule].cancels { places[contentClass, default: []].append(canceller.range) }
        }
        let sets = places.mapValues { RangeSet($0) }
        let cancelling = Set(cancellers.map(\.rule))
        return hits.filter { hit in
            if cancelling.contains(hit.rule) { return true }
            return sets[rules[hit.rule].contentClass]?.overlaps(hit.range) != true
        }
    }

    /// For each `all` rule, the shortest stretches that hold a term of every group within the rule's distance; none overlaps another.
    private func joined(_ hits: [RuleHit]) -> [RuleHit] {
        var joined: [RuleHit] = []
        for (index, hits) in Dictionary(grouping: hits, by: \.rule).sorted(by: { $0.key < $1.key }) {
            let rule = rules[index]
            var latest: [RuleHit?] = Array(repeating: nil, count: rule.all.count)
            for hit in hits.sorted(by: { ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound) }
            ) {
                guard let group = hit.group, group < latest.count else { continue }
                latest[group] = hit
                let parts = latest.compactMap { $0 }
                guard parts.count == latest.count, let lower = parts.map(\.range.lowerBound).min(),
                    let upper = parts.map(\.range.upperBound).max(), upper - lower <= rule.within,
                    let view = parts.map(\.view.rawValue).max().flatMap(RuleView.init(rawValue:))
                else { continue }
                joined.append(RuleHit(rule: index, group: nil, range: lower..<upper, view: view))
                latest = Array(repeating: nil, count: rule.all.count)
            }
        }
        return joined
    }
}
