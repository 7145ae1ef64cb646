import ModerationCore

/// What the models say, or what follows from their silence.
enum ScoreFindings {
    static func findings(_ outcome: ScoringOutcome, context: DecisionContext, policy: Policy) -> [Finding] {
        switch outcome {
        case .skipped: []
        case .failed(let rungs): [failedOpen(rungs, policy: policy)]
        case .scored(let evidence): scored(evidence, context: context, policy: policy)
        }
    }

    private static func failedOpen(_ rungs: [FailedRung], policy: Policy) -> Finding {
        let failure = rungs.last?.failure ?? .unavailable
        let rule = policy.rule(for: failure)
        let story = rungs.map { "\($0.rung.rawValue): \($0.detail)" }.joined(separator: "; ")
        let reason = Reason(code: code(of: failure), detail: "no rung of scoring answered (\(story))")
        return Finding(rule.decision, reason, casePriority: rule.casePriority)
    }

    /// What was not looked at in time fails open by itself: a high-priority case, whatever the rest of the listing scored.
    static func fromShortfall(_ shortfall: Shortfall?, policy: Policy) -> [Finding] {
        guard let shortfall else { return [] }
        let rule = policy.rule(for: shortfall.failure)
        let reason = Reason(
            code: code(of: shortfall.failure),
            detail: "a part of the listing was not looked at (\(shortfall.detail))"
        )
        return [Finding(rule.decision, reason, casePriority: rule.casePriority)]
    }

    static func code(of failure: ScoringFailure) -> ReasonCode {
        switch failure {
        case .unavailable, .noTokenizer: .failOpenUnavailable
        case .overloaded: .failOpenOverloaded
        case .deadlineNear: .failOpenDeadline
        case .invalidOutput: .failOpenInvalidOutput
        }
    }

    private static func scored(_ evidence: ScoringEvidence, context: DecisionContext, policy: Policy) -> [Finding] {
        let table = policy.thresholds(forCategory: context.category)
        let rule = policy.rule(for: evidence.rung)
        var findings: [Finding] = []
        for contentClass in ContentClass.allCases {
            guard let threshold = table.classes[contentClass] else { continue }
            let probability = Double(evidence.probabilities[contentClass])
            if let (decision, limit) = call(threshold, probability: probability, confidence: rule.confidence) {
                findings.append(finding(decision, evidence, contentClass.name, probability, limit, contentClass))
            }
        }
        let violation = Double(evidence.probabilities.violationProbability)
        if let (decision, limit) = call(table.violation, probability: violation, confidence: rule.confidence) {
            findings.append(finding(decision, evidence, "all prohibited classes together", violation, limit, nil))
        }
        if evidence.rung != .full {
            let unseen = evidence.rung == .textOnly && context.photoCount > 0
            let detail = "answered by rung '\(evidence.rung.rawValue)'\(unseen ? "; the photos were not looked at" : "")"
            findings.append(
                Finding(
                    .allow,
                    Reason(code: .degradedScoring, detail: detail),
                    casePriority: unseen ? rule.unscoredPhotosCase : nil
                )
            )
        }
        return findings
    }

    /// The most severe decision whose threshold is reached, and that threshold.
    private static func call(
        _ threshold: ClassThreshold,
        probability: Double,
        confidence: Double
    ) -> (Decision, Double)? {
        // Thresholds are decimal, probabilities were rounded to Float: 0.9 must reach 0.9.
        let slack = 1e-6
        if let block = threshold.block, probability * confidence >= block - slack { return (.block, block) }
        if let review = threshold.review, probability >= review - slack { return (.review, review) }
        if let tag = threshold.tag, probability >= tag - slack { return (.allowTagged, tag) }
        return nil
    }

    private static func finding(
        _ decision: Decision,
        _ evidence: ScoringEvidence,
        _ subject: String,
        _ probability: Double,
        _ limit: Double,
        _ contentClass: ContentClass?
    ) -> Finding {
        let place = evidence.photoIndex.map { ", photo \($0)" } ?? ""
        let percent = (probability * 1_000).rounded() / 10
        let detail = "\(subject): \(percent) % reaches \((limit * 1_000).rounded() / 10) %\(place)"
        let reason = Reason(
            code: .modelScore,
            detail: detail,
            contentClass: contentClass,
            probability: probability,
            photoIndex: evidence.photoIndex
        )
        return Finding(decision, reason, tag: decision == .allowTagged ? contentClass : nil)
    }
}
