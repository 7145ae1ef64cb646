import ModerationCore

/// Makes a decision durable before it is answered, and fulfils the claim with it.
struct RecordingStage: Sendable {
    private enum Outcome: Sendable { case stored, failed(StoreFailure), late }

    let auditLog: any AuditLog
    let claiming: ClaimStage
    let time: TimeSource
    let storeTimeout: Duration
    let sleep: @Sendable (Deadline) async throws -> Void

    /// Returns once the group commit is on disk. Throws ``ModerationError/Code/storeUnavailable`` when it failed (the claim is then given
    /// back) or is not confirmed by `deadline`. From here on the client may hang up or time run out: what was begun is finished, so
    /// that no claim stays behind without its verdict. The claim is fulfilled beside the answer, not before it: whoever asks in
    /// between finds it pending, and the verdict in the store.
    func record(_ record: DecisionRecord, claim: HeldClaim, by deadline: Deadline) async throws(ModerationError) -> StageRecord {
        let timer = StageTimer(.recording, time: time)
        let outcome = OneShot<Outcome>()
        // Not a child of the check: it must survive the client's hanging up. The store's bounded queue bounds these tasks.
        Task { [auditLog, claiming, time, storeTimeout] in
            do throws(StoreFailure) {
                let stored = try await auditLog.append(record)
                outcome.give(.stored)
                await claiming.fulfil(claim, with: stored, by: .after(storeTimeout, from: time.monotonicNow()))
            } catch {
                await claiming.abandon(claim)
                outcome.give(.failed(error))
            }
        }
        let alarm = Task { [sleep] in
            guard (try? await sleep(deadline)) != nil else { return }
            outcome.give(.late)
        }
        defer { alarm.cancel() }
        switch await outcome.value() {
        case .stored: return timer.record()
        case .failed(let failure):
            throw ModerationError(
                .storeUnavailable,
                "the decision could not be recorded",
                source: .store,
                isRetryable: true,
                cause: failure.message
            )
        case .late:
            throw ModerationError(
                .storeUnavailable,
                "the decision was not recorded in time",
                source: .store,
                isRetryable: true
            )
        }
    }
}
