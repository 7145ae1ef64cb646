import ModerationCore

/// Decides which hits stand, given what is written around them.
///
/// 1. A hit of a rule with `requires` or `unless` needs, or must not have, one of their terms near by. This asks the text only, not other rules.
/// 2. A hit of a rule with `cancels` removes the hits of those classes that it overlaps, itself excepted. Rules that cancel an allowed
///    class go first, so that "not a toy gun" takes away what "toy gun" would have cancelled.
/// 3. The groups of an `all` rule are joined from hits that still stand, and asked for their context.
/// 4. Where a rule with `demotes` still stands, matches of those classes step down that it reaches (``Demotions``): block to review, review to
///    signal, and a quarter of the weight. A title may speak for the description too, a description only for itself.
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
    func outcome(of hits: [RuleHit], _ gauge: TextGauge) -> Outcome {
        var outcome = Outcome()
        let contexts = Contexts(hits, rules, gauge)
        var remaining = hits.filter { hit in
            switch hit.part {
            case .unless, .requires, .given: return false
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
        let joined = joined(remaining.filter { $0.part != .own }, gauge)
        outcome.standing += joined.filter { stands($0, contexts, &outcome) }
        return outcome
    }

    /// How a hit acts, stepped down or not.
    func standing(_ hit: RuleHit, isDemoted: Bool) -> Standing {
        let rule = rules[hit.rule]
        guard isDemoted else { return Standing(hit: hit, action: rule.action, weight: rule.weight) }
        let action: RuleAction =
            switch rule.action {
            case .block: .review
            case .review: .signal
            case .tag, .signal, .allow: rule.action
            }
        return Standing(hit: hit, action: action, weight: rule.weight * Self.demotedWeightFactor)
    }

    /// The rule that demotes a hit: one of its own field, or one that a title carries to the description.
    func demoter(of hit: RuleHit, _ own: Demotions, carried: [(rule: Int, classes: Set<ContentClass>)]) -> Int? {
        if let own = own.demoter(of: hit) { return own }
        guard rules[hit.rule].isDemotable else { return nil }
        return carried.first { $0.classes.contains(rules[hit.rule].contentClass) }?.rule
    }

    /// Places of the terms of `requires` and `unless`, by rule.
    private struct Contexts {
        private let rules: [RuleDefinition]
        private let gauge: TextGauge
        private var unless: [Int: RangeSet] = [:]
        private var requires: [Int: RangeSet] = [:]

        init(_ hits: [RuleHit], _ rules: [RuleDefinition], _ gauge: TextGauge) {
            (self.rules, self.gauge) = (rules, gauge)
            unless = places(hits.filter { $0.part == .unless }) { $0.unless }
            requires = places(hits.filter { $0.part == .requires }) { $0.requires }
        }

        private func places(
            _ hits: [RuleHit],
            _ context: (RuleDefinition) -> RuleDefinition.Context?
        ) -> [Int: RangeSet] {
            guard !hits.isEmpty else { return [:] }
            return Dictionary(grouping: hits, by: \.rule).reduce(into: [:]) { places, each in
                let within = context(rules[each.key])?.within ?? 0
                places[each.key] = RangeSet(each.value.map { within > 0 ? gauge.letters($0.range) : $0.range })
            }
        }

        /// Whether a term of the rule's `requires` stands near enough.
        func isRequired(near hit: RuleHit, within: Int) -> Bool { touches(requires[hit.rule], hit, within) }

        func isExcluded(near hit: RuleHit, within: Int) -> Bool { touches(unless[hit.rule], hit, within) }

        private func touches(_ places: RangeSet?, _ hit: RuleHit, _ within: Int) -> Bool {
            guard let places else { return false }
            return within > 0 ? places.touches(gauge.letters(hit.range), within: within) : places.overlaps(hit.range)
        }
    }

    private func stands(_ hit: RuleHit, _ contexts: Contexts, _ outcome: inout Outcome) -> Bool {
        if let requires = rules[hit.rule].requires, !contexts.isRequired(near: hit, within: requires.within) {
            outcome.removed.append((hit, .lacksContext))
            return false
        }
        if let unless = rules[hit.rule].unless, contexts.isExcluded(near: hit, within: unless.within) {
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
    private func joined(_ hits: [RuleHit], _ gauge: TextGauge) -> [RuleHit] {
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
                    let upper = parts.map(\.range.upperBound).max(), gauge.distance(lower..<upper) <= rule.within,
                    let view = parts.map(\.view.rawValue).max().flatMap(RuleView.init(rawValue:))
                else { continue }
                joined.append(RuleHit(rule: index, part: .own, range: lower..<upper, view: view))
                latest = Array(repeating: nil, count: rule.all.count)
            }
        }
        return joined
    }
}
