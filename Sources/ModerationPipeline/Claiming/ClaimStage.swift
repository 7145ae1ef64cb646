import ModerationCore

/// What a check does about its request id.
enum ClaimOutcome: Sendable {
    /// Decided before: answer this.
    case replay(Verdict)
    case decide(HeldClaim)
}

/// The request id of a check that is going to be decided.
struct HeldClaim: Sendable {
    enum State: Sendable, Equatable {
        /// Ours, until fulfilled or abandoned.
        case claimed
        /// The ledger is away.
        case unchecked
        /// A dry run claims nothing.
        case dryRun
    }

    let requestID: String
    let contentDigest: String
    let state: State
    let record: StageRecord

    var annotations: [Annotation] {
        guard state == .unchecked else { return [] }
        return [
            Annotation(
                code: .idempotencyUnchecked,
                detail: "the request id could not be claimed: it may have been decided elsewhere"
            )
        ]
    }
}

/// Sees to one decision a request id, with the ledger and, where that knows nothing, the decision store of this server.
struct ClaimStage: Sendable {
    let ledger: any VerdictLedger
    let auditLog: any AuditLog
    let time: TimeSource

    /// Throws ``ModerationError/Code/duplicateRequestID`` for an id used for other content, ``ModerationError/Code/decidedElsewhere``
    /// (to be retried) while another server decides the same request.
    func claim(_ listing: Listing, contentDigest: String, by deadline: Deadline) async throws(ModerationError) -> ClaimOutcome {
        func held(_ state: HeldClaim.State, _ record: StageRecord) -> ClaimOutcome {
            .decide(HeldClaim(requestID: listing.requestID, contentDigest: contentDigest, state: state, record: record))
        }
        if listing.isDryRun { return held(.dryRun, StageTimer.skipped(.claim, "dry run")) }
        let timer = StageTimer(.claim, time: time)
        switch await ledger.claim(requestID: listing.requestID, contentDigest: contentDigest, deadline: deadline) {
        case .claimed:
            return held(.claimed, timer.record())
        case .decided(let verdict):
            return .replay(replayed(verdict))
        case .contentDiffers:
            throw Self.duplicate
        case .pending:
            if let verdict = try await recorded(listing.requestID, contentDigest: contentDigest) { return .replay(verdict) }
            throw ModerationError(
                .decidedElsewhere,
                "request_id: the same request is being decided right now; ask again for its verdict",
                source: .caller,
                isRetryable: true
            )
        case .unchecked:
            if let verdict = try await recorded(listing.requestID, contentDigest: contentDigest) { return .replay(verdict) }
            return held(
                .unchecked,
                timer.record(time.monotonicNow() >= deadline.instant ? .timedOut : .failed, "the ledger is away")
            )
        }
    }

    /// Gives the claim back: the next attempt may decide.
    func abandon(_ claim: HeldClaim) async {
        guard claim.state == .claimed else { return }
        // In a task of its own: the check's may be cancelled, and then the ledger would not be reached.
        await Task { [ledger] in
            await ledger.abandon(requestID: claim.requestID, contentDigest: claim.contentDigest)
        }.value
    }

    /// Also for a claim that could not be checked: the ledger may be back, and a claim that was only not confirmed may stand in it.
    func fulfil(_ claim: HeldClaim, with verdict: StoredVerdict, by deadline: Deadline) async {
        guard claim.state != .dryRun else { return }
        await ledger.fulfil(requestID: claim.requestID, contentDigest: claim.contentDigest, verdict: verdict, deadline: deadline)
    }

    /// What this server's own store knows of the request; a store that cannot be read knows nothing, and writing will show it.
    private func recorded(_ requestID: String, contentDigest: String) async throws(ModerationError) -> Verdict? {
        guard let known = try? await auditLog.verdict(requestID: requestID) else { return nil }
        let age = time.wallNow().milliseconds - known.verdict.decidedAt.milliseconds
        guard age < Self.replayMilliseconds else { return nil }
        guard known.contentDigest == contentDigest else { throw Self.duplicate }
        return replayed(known.verdict)
    }

    private func replayed(_ verdict: Verdict) -> Verdict {
        var verdict = verdict
        verdict.isReplayed = true
        return verdict
    }

    /// 24 hours, as the ledger keeps its verdicts.
    private static let replayMilliseconds: Int64 = 24 * 3_600 * 1_000

    private static let duplicate = ModerationError(
        .duplicateRequestID,
        "request_id: was used within 24 hours for a request with other content",
        source: .caller,
        isRetryable: false
    )
}
