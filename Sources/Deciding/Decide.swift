import ModerationCore

/// The decision: a pure function of the evidence and the policy. The most severe finding wins, every finding is a reason.
public func decide(_ evidence: Evidence, context: DecisionContext, policy: Policy) -> DecisionOutcome {
    let findings =
        stageOneFindings(evidence.screening, policy: policy)
        + PhotoFindings.fromUnreadable(evidence.unreadablePhotos)
        + ScoreFindings.fromShortfall(evidence.shortfall, policy: policy)
        + ScoreFindings.findings(evidence.scoring, context: context, policy: policy)
    let tags = Set(findings.compactMap(\.tag)).sorted { $0.rawValue < $1.rawValue }
    let decision = findings.map(\.decision).max() ?? .allow
    let goesLive = decision <= .allowTagged
    return DecisionOutcome(
        decision: decision,
        tags: tags,
        reasons: reasons(findings, decision: decision),
        annotations: Annotations.of(evidence, context: context, policy: policy),
        failedOpen: goesLive && findings.contains { $0.reason.code.isFailOpen },
        casePriority: casePriority(findings, goesLive: goesLive)
    )
}

/// Whether stage 1 alone settles a listing: only a block does, since nothing that scoring finds could weigh more.
public func settle(_ screening: ScreeningEvidence, policy: Policy) -> Bool {
    stageOneFindings(screening, policy: policy).contains { $0.decision == .block }
}

private func stageOneFindings(_ screening: ScreeningEvidence, policy: Policy) -> [Finding] {
    PhotoFindings.fromBanks(screening.fingerprintMatches, policy: policy)
        + RuleFindings.findings(screening.ruleMatches, policy: policy)
}

/// Most severe first, otherwise in the order data flows; a listing that goes live for want of findings says so.
private func reasons(_ findings: [Finding], decision: Decision) -> [Reason] {
    let ordered = Decision.allCases.reversed().flatMap { severity in findings.filter { $0.decision == severity }.map(\.reason) }
    let silent: Set<ReasonCode> = [.degradedScoring, .knownGoodPhoto, .knownBadPhoto, .shadowMatch]
    guard decision == .allow, ordered.allSatisfy({ silent.contains($0.code) }) else { return ordered }
    return [Reason(code: .nothingFound, detail: "nothing prohibited was found")] + ordered
}

/// A held or refused listing always has a case; a failing-open or half-seen one has the case that its rule calls for.
private func casePriority(_ findings: [Finding], goesLive: Bool) -> CasePriority? {
    let decisionCase: CasePriority? = goesLive ? nil : .normal
    let wanted = findings.filter { goesLive || $0.reason.code.isFailOpen }.compactMap(\.casePriority)
    return (wanted + (decisionCase.map { [$0] } ?? [])).max()
}
