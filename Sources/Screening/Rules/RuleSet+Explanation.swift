public import ModerationCore

extension RuleSet {
    /// At most this many findings explain a listing, those that stand first.
    public static let maximumFindingCount = 256

    /// Everything that the rules find in a listing of this scope, in the order of field and place, with what became of each: for people who ask
    /// why, and slower than ``matches(in:scope:now:)``.
    public func explain(
        _ texts: [NormalisedText],
        scope: RuleScope = RuleScope(),
        now: UnixTime? = nil
    ) -> [RuleFinding] {
        let fields = texts.map { ExplainedField($0, rules: self, scope: scope, now: now) }
        let resolution = ContextResolution(rules: rules)
        let carried = fields.filter { $0.text.field == .title }.flatMap(\.demotions.carried)
        var findings: [RuleFinding] = []
        for field in fields {
            let carried = field.text.field == .title ? [] : carried
            for hit in field.outcome.standing.prefix(Self.maximumFindingCount) {
                let demoter = resolution.demoter(of: hit, field.demotions, carried: carried)
                let standing = resolution.standing(hit, isDemoted: demoter != nil)
                let fate = demoter.map { RuleFinding.Fate.demoted(byRule: rules[$0].id) } ?? .stands
                findings.append(finding(hit, in: field, fate, action: standing.action, weight: standing.weight))
            }
        }
        for field in fields {
            for (hit, why) in field.outcome.removed.prefix(Self.maximumFindingCount) where hit.part == .own {
                findings.append(finding(hit, in: field, fate(of: hit, why, in: field)))
            }
            for (hit, why) in field.inactive.prefix(Self.maximumFindingCount) where hit.part == .own {
                findings.append(finding(hit, in: field, .inactive(why)))
            }
        }
        let kept = findings.prefix(Self.maximumFindingCount)
        return kept.sorted {
            ($0.match.field == .title ? 0 : 1, $0.match.start, $0.match.end, $0.match.ruleID)
                < ($1.match.field == .title ? 0 : 1, $1.match.start, $1.match.end, $1.match.ruleID)
        }
    }

    private func fate(of hit: RuleHit, _ why: ContextResolution.Removal, in field: ExplainedField) -> RuleFinding.Fate {
        switch why {
        case .lacksContext: return .lacksContext
        case .excluded:
            let distance = rules[hit.rule].unless?.within ?? 0
            let term = field.hits.first {
                guard $0.rule == hit.rule, $0.part == .unless else { return false }
                return distance > 0
                    ? RangeSet([field.gauge.letters($0.range)]).touches(field.gauge.letters(hit.range), within: distance)
                    : $0.range.overlaps(hit.range)
            }
            return .excluded(byText: term.map { Self.quoted(field.bytes[$0.range]) } ?? "")
        case .cancelled:
            let contentClass = rules[hit.rule].contentClass
            let canceller = field.outcome.cancellers.first {
                rules[$0.rule].cancels.contains(contentClass) && $0.range.contains(hit.range.lowerBound) && $0.rule != hit.rule
            }
            return .cancelled(byRule: canceller.map { rules[$0.rule].id } ?? "")
        }
    }

    private func finding(
        _ hit: RuleHit,
        in field: ExplainedField,
        _ fate: RuleFinding.Fate,
        action: RuleAction? = nil,
        weight: Double? = nil
    ) -> RuleFinding {
        let rule = rules[hit.rule]
        let match = RuleMatch(
            ruleID: rule.id,
            contentClass: rule.contentClass,
            action: action ?? rule.action,
            weight: weight ?? rule.weight,
            field: field.text.field,
            start: hit.range.lowerBound,
            end: hit.range.upperBound,
            text: Self.quoted(field.bytes[hit.range]),
            view: hit.view.name,
            isShadow: rule.state == .shadow
        )
        return RuleFinding(match: match, statedAction: rule.action, fate: fate)
    }
}

/// One field as an explanation looks at it.
private struct ExplainedField {
    let text: NormalisedText
    let bytes: [UInt8]
    /// Of the rules that apply.
    let hits: [RuleHit]
    let inactive: [(hit: RuleHit, why: RuleInactivity)]
    let outcome: ContextResolution.Outcome
    let gauge: TextGauge
    let demotions: Demotions

    init(_ text: NormalisedText, rules: RuleSet, scope: RuleScope, now: UnixTime?) {
        let finder = HitFinder(text)
        let found = finder.scan(with: rules.compiled) { _ in true }.hits
        var (active, inactive): ([RuleHit], [(RuleHit, RuleInactivity)]) = ([], [])
        for hit in RuleHit.distinct(found) {
            let why = rules.rules[hit.rule].inactivity(field: text.field, scope: scope, now: now)
            if let why { inactive.append((hit, why)) } else { active.append(hit) }
        }
        self.text = text
        bytes = Array(text.original.utf8)
        hits = active
        self.inactive = inactive
        gauge = TextGauge(finder, rules.compiled)
        outcome = ContextResolution(rules: rules.rules).outcome(of: active, gauge)
        demotions = Demotions(outcome.standing, rules: rules.rules, gauge: gauge)
    }
}
