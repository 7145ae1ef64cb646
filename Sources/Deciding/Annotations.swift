import ModerationCore

/// Circumstances of a decision that the evidence itself shows.
enum Annotations {
    static func of(_ evidence: Evidence, context: DecisionContext, policy: Policy) -> [Annotation] {
        var annotations: [Annotation] = []
        if context.photoCount > 0 { annotations += ofBanks(evidence.screening.banks, policy: policy) }
        if evidence.sellerFeaturesDefaulted {
            annotations.append(
                Annotation(code: .sellerFeaturesDefaulted, detail: "no seller features: defaults were used")
            )
        }
        let failedRungs: [FailedRung] =
            switch evidence.scoring {
            case .scored(let scoring): scoring.failedRungs
            case .failed(let rungs): rungs
            case .skipped: []
            }
        annotations += failedRungs.map {
            Annotation(code: .rungFailed, detail: "\($0.rung.rawValue): \($0.failure.rawValue): \($0.detail)")
        }
        return annotations
    }

    private static func ofBanks(_ banks: [BankStatus], policy: Policy) -> [Annotation] {
        guard !banks.isEmpty else {
            return [Annotation(code: .banksUnavailable, detail: "there is no bank: photos were not looked up")]
        }
        return banks.filter { $0.staleMilliseconds > policy.bankStaleAfterMilliseconds }.map {
            Annotation(code: .bankStale, detail: "bank '\($0.name)' epoch \($0.epoch): \($0.staleMilliseconds) ms old")
        }
    }
}
