import ModerationCore

/// What the text rules say.
enum RuleFindings {
    /// Screening has already dropped what an innocent reading ("glue gun") cancels, so every match that comes here stands, and `allow`
    /// matches call for nothing. Signals of prohibited classes add up, each rule once by its highest weight: repeating a word does not
    /// make it heavier.
    static func findings(_ matches: [RuleMatch], policy: Policy) -> [Finding] {
        var findings: [Finding] = []
        var signals: [String: RuleMatch] = [:]
        for match in matches {
            if match.isShadow {
                findings.append(shadow(match))
                continue
            }
            switch match.action {
            case .block: findings.append(finding(policy.keywords.block, match))
            case .review: findings.append(finding(policy.keywords.review, match))
            case .tag: findings.append(finding(.allowTagged, match, tag: match.contentClass.isTagged ? match.contentClass : nil))
            case .allow: break
            case .signal where match.contentClass.isProhibited:
                if let known = signals[match.ruleID], known.weight >= match.weight { break }
                signals[match.ruleID] = match
            case .signal: break
            }
        }
        return findings + signalFindings(signals.values.sorted { $0.ruleID < $1.ruleID }, policy: policy)
    }

    private static func signalFindings(_ signals: [RuleMatch], policy: Policy) -> [Finding] {
        let sum = signals.reduce(0) { $0 + $1.weight }
        // Weights are decimal fractions in a file: 0.3 + 0.4 must reach 0.7.
        guard !signals.isEmpty, sum >= policy.keywords.reviewWeight - 1e-9 else { return [] }
        return signals.map { finding(.review, $0, note: ", one of \(signals.count) signals that weigh \(rounded(sum)) together") }
    }

    private static func finding(_ decision: Decision, _ match: RuleMatch, tag: ContentClass? = nil, note: String = "") -> Finding
    {
        let detail = "rule '\(match.ruleID)' matched “\(match.text)” in the \(match.field.rawValue)\(note)"
        return Finding(decision, Reason(code: .textRule, detail: detail, contentClass: match.contentClass, rule: match), tag: tag)
    }

    private static func shadow(_ match: RuleMatch) -> Finding {
        let detail = "on trial, without effect: rule '\(match.ruleID)' matched “\(match.text)” in the \(match.field.rawValue)"
        return Finding(.allow, Reason(code: .shadowMatch, detail: detail, contentClass: match.contentClass, rule: match))
    }

    private static func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }
}
