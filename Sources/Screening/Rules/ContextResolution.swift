import ModerationCore

/// Decides which hits stand, given what is written around them.
///
/// 1. A hit of a rule with `requires` or `unless` needs, or must not have, one of their terms near by. This asks the text only, not other rules.
/// 2. A hit of a rule with `cancels` removes the hits of those classes that it overlaps, itself excepted. Rules that cancel an allowed
///    class go first, so that "not a toy gun" takes away what "toy gun" would have cancelled.
/// 3. The groups of an `all` rule are joined from hits that still stand, and asked for their context.
/// 4. Where a rule with `demotes` still stands, matches of those classes step down: block to review, review to signal, and a quarter of the
///    weight. A title speaks for the description too, a description only for itself.
///
/// Rules in state shadow go through all of it and do it to no other rule.
struct ContextResolution {
    static let demotedWeightFactor = 0.25

    struct Standing {
        var hit: RuleHit
        var action: RuleAction
        var weight: Double
    }

    enum Removal {
        case lacksContext
        case excluded
        /// By one of the hits in the outcome's `cancellers`.
        case cancelled
    }

    /// What became of the hits of one field.
    struct Outcome {
        var standing: [RuleHit] = []
        var removed: [(hit: RuleHit, why: Removal)] = []
        var cancellers: [RuleHit] = []
    }

    let rules: [RuleDefinition]

    /// Which hits of a field stand, groups joined.
    func outcome(of hits: [RuleHit]) -> Outcome {
        var outcome = Outcome()
        let contexts = Contexts(hits)
        var remaining = hits.filter { hit in
            switch hit.part {
            case .unless, .requires: return false
            case .group: return true
            case .own: return stands(hit, contexts, &outcome)
            }
        }
        for cancelsAllowed in [true, false] {
            let cancellers = remaining.filter { hit in
                !rules[hit.rule].cancels.isEmpty && rules[hit.rule].state == .live
                    && (!cancelsAllowed || rules[hit.rule].cancels.contains { !$0.isProhibited })
            }
            remaining = removing(remaining, cancelledBy: cancellers, &outcome)
            outcome.cancellers += cancellers
        }
        outcome.standing = remaining.filter { $0.part == .own }
        let joined = joined(remaining.filter { $0.part != .own })
        outcome.standing += joined.filter { stands($0, contexts, &outcome) }
        return outcome
    }

    /// Classes that the hits demote in their field.
    func demotedClasses(_ standing: [RuleHit]) -> Set<ContentClass> {
        standing.reduce(into: []) { if rules[$1.rule].state == .live { $0.formUnion(rules[$1.rule].demotes) } }
    }

    func demoted(_ hit: RuleHit, by classes: Set<ContentClass>) -> Standing {
        guard isDemoted(hit, by: classes) else {
            return Standing(hit: hit, action: rules[hit.rule].action, weight: rules[hit.rule].weight)
        }
        let rule = rules[hit.rule]
        let action: RuleAction =
            switch rule.action {
            case .block: .review
            case .review: .signal
            case .tag, .signal, .allow: rule.action
            }
        return Standing(hit: hit, action: action, weight: rule.weight * Self.demotedWeightFactor)
    }

    func isDemoted(_ hit: RuleHit, by classes: Set<ContentClass>) -> Bool {
        rules[hit.rule].isDemotable && classes.contains(rules[hit.rule].contentClass)
    }

    /// Places of the terms of `requires` and `unless`, by rule.
    private struct Contexts {
        var unless: [Int: RangeSet]
        var requires: [Int: RangeSet]

        init(_ hits: [RuleHit]) {
            unless = Self.places(hits.filter { $0.part == .unless })
            requires = Self.places(hits.filter { $0.part == .requires })
        }

        private static func places(_ hits: [RuleHit]) -> [Int: RangeSet] {
            guard !hits.isEmpty else { return [:] }
            return Dictionary(grouping: hits, by: \.rule).mapValues { RangeSet($0.map(\.range)) }
        }
    }

    private func stands(_ hit: RuleHit, _ contexts: Contexts, _ outcome: inout Outcome) -> Bool {
        if let requires = rules[hit.rule].requires,
            contexts.requires[hit.rule]?.touches(hit.range, within: requires.within) != true
        {
            outcome.removed.append((hit, .lacksContext))
            return false
        }
        if let unless = rules[hit.rule].unless, contexts.unless[hit.rule]?.touches(hit.range, within: unless.within) == true {
            outcome.removed.append((hit, .excluded))
            return false
        }
        return true
    }

    private func removing(_ hits: [RuleHit], cancelledBy cancellers: [RuleHit], _ outcome: inout Outcome) -> [RuleHit] {
        guard !cancellers.isEmpty else { return hits }
        var places: [ContentClass: [Range<Int>]] = [:]
        for canceller in cancellers {
            for contentClass in rules[canceller.rule].cancels { places[contentClass, default: []].append(canceller.range) }
        }
        let sets = places.mapValues { CoveredStarts($0) }
        let cancelling = Set(cancellers.map(\.rule))
        return hits.filter { hit in
            if cancelling.contains(hit.rule) { return true }
            guard sets[rules[hit.rule].contentClass]?.cover(hit.range.lowerBound) == true else { return true }
            outcome.removed.append((hit, .cancelled))
            return false
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
                guard case .group(let group) = hit.part, group < latest.count else { continue }
                latest[group] = hit
                let parts = latest.compactMap { $0 }
                guard parts.count == latest.count, let lower = parts.map(\.range.lowerBound).min(),
                    let upper = parts.map(\.range.upperBound).max(), upper - lower <= rule.within,
                    let view = parts.map(\.view.rawValue).max().flatMap(RuleView.init(rawValue:))
                else { continue }
                joined.append(RuleHit(rule: index, part: .own, range: lower..<upper, view: view))
                latest = Array(repeating: nil, count: rule.all.count)
            }
        }
        return joined
    }
}
