import Deciding
import MediaInput
import ModerationCore
import Scoring

/// One check from the listing to the verdict; reads top to bottom as data flows.
///
/// ```
/// upload → MediaInput ∥ TextInput → Screening ─(escalate)→ Scoring → Deciding → Recording
///                                       └─(clear)────────────────────↑
/// ```
public final class ModerationPipeline: Sendable {
    public let admission: AdmissionGate
    private let configuration: PipelineConfiguration
    private let time: TimeSource
    private let metrics: PipelineMetrics
    private let validator: RequestValidator
    private let digesting: DigestStage
    private let claiming: ClaimStage
    private let media: MediaStage
    private let text: TextStage
    private let features: FeatureStage
    private let banks: BankStage
    private let scoring: ScoringStage
    private let assembly: VerdictAssembly
    private let recording: RecordingStage
    private let parts: PipelineParts

    public init(_ parts: PipelineParts, configuration: PipelineConfiguration = PipelineConfiguration()) {
        self.parts = parts
        self.configuration = configuration
        time = parts.time
        metrics = PipelineMetrics(configuration: configuration, factory: parts.metricsFactory)
        admission = AdmissionGate(limit: configuration.inFlightLimit)
        validator = RequestValidator(limits: configuration.limits)
        digesting = DigestStage(
            pool: parts.workerPool,
            inlineByteCount: configuration.inlineHashByteCount,
            sleep: parts.sleep
        )
        claiming = ClaimStage(ledger: parts.ledger, auditLog: parts.auditLog, time: time)
        var photoLimits = configuration.photoLimits
        photoLimits.maxByteCount = configuration.limits.photoByteCount
        let reader = PhotoReader(
            mode: configuration.pixelMode,
            fingerprintsPDQ: configuration.fingerprintsPDQ,
            limits: photoLimits
        )
        let cache = PhotoCache(
            byteLimit: configuration.photoCacheByteCount,
            reader: reader,
            pool: parts.workerPool,
            metricsFactory: parts.metricsFactory
        )
        media = MediaStage(cache: cache, time: time, sleep: parts.sleep)
        assembly = VerdictAssembly(parts: parts, pixelMode: reader.mode, build: configuration.build)
        text = TextStage(
            normaliser: parts.normaliser,
            book: parts.rules,
            pool: parts.workerPool,
            inlineByteCount: configuration.inlineTextByteCount,
            time: time,
            sleep: parts.sleep
        )
        features = FeatureStage(store: parts.features, time: time)
        banks = BankStage(bank: parts.bank, time: time)
        scoring = ScoringStage(scorer: parts.scorer, time: time)
        recording = RecordingStage(
            auditLog: parts.auditLog,
            claiming: claiming,
            time: time,
            storeTimeout: configuration.storeTimeout,
            sleep: parts.sleep
        )
    }

    /// Decides a listing, durably. `deadline` is the caller's, `nil` when it gave none; `receivedAt` is when the request was complete.
    ///
    /// Throws what the contract names and nothing else: an invalid or too large request, an id used for other content, overload,
    /// draining, a store that cannot be written, a deadline already past, or a caller that hung up.
    public func check(
        _ listing: Listing,
        deadline: Deadline?,
        receivedAt: ContinuousClock.Instant
    ) async throws(ModerationError) -> Verdict {
        do throws(ModerationError) {
            let verdict = try await answer(listing, deadline: deadline, receivedAt: receivedAt)
            metrics.answered(verdict, to: listing, after: receivedAt.duration(to: time.monotonicNow()))
            return verdict
        } catch {
            metrics.refused(error)
            throw error
        }
    }

    /// Admits no further check; those under way finish.
    public func drain() { admission.drain() }

    private func answer(
        _ listing: Listing,
        deadline: Deadline?,
        receivedAt: ContinuousClock.Instant
    ) async throws(ModerationError) -> Verdict {
        let now = time.monotonicNow()
        let times = CheckTimes(deadline: deadline, receivedAt: receivedAt, now: now, configuration: configuration)
        guard !times.deadline.isPast(at: now) else {
            throw ModerationError(
                .deadlineExceeded,
                "the deadline passed before the check began",
                source: .caller,
                isRetryable: true
            )
        }
        try validator.validate(listing)
        let permit = try admission.admit()
        let digests = try await digesting.digests(of: listing, by: times.mediaBy)
        switch try await claiming.claim(listing, contentDigest: digests.content, by: storeDeadline(times)) {
        case .replay(let verdict): return verdict
        case .decide(let claim): return try await decideAndRecord(listing, digests, claim, times, permit: permit)
        }
    }

    private func decideAndRecord(
        _ listing: Listing,
        _ digests: ListingDigests,
        _ claim: HeldClaim,
        _ times: CheckTimes,
        permit: borrowing AdmissionPermit
    ) async throws(ModerationError) -> Verdict {
        // MediaInput ∥ TextInput ∥ the seller, then Screening.
        let readings = await read(listing, digests, times)
        try await stopIfCancelled(claim)

        // Scoring, unless stage 1 settles it.
        let (report, scoringRecord) = await scoring.score(
            listing,
            media: readings.media,
            seller: readings.seller.features,
            isSettled: settle(readings.screening, policy: parts.policy),
            by: times.scoringBy
        )
        try await stopIfCancelled(claim)

        // Deciding.
        let decidingTimer = StageTimer(.deciding, time: time)
        let outcome = decide(
            readings.evidence(scoring: report.outcome),
            context: DecisionContext(category: listing.category, photoCount: listing.photos.count),
            policy: parts.policy
        )
        var verdict = assembly.verdict(
            of: listing,
            outcome: outcome,
            report: report,
            rules: readings.text.rulesVersion,
            banks: readings.banks.banks,
            annotations: claim.annotations + readings.banks.annotations
        )
        verdict.stages = [claim.record] + readings.records + [scoringRecord, decidingTimer.record()]

        // Recording.
        if listing.isDryRun {
            verdict.stages.append(StageTimer.skipped(.recording, "dry run"))
            return verdict
        }
        let record = DecisionRecord(
            verdict: verdict,
            listing: listing,
            contentDigest: digests.content,
            casePriority: outcome.casePriority,
            photoDigests: digests.photos,
            photoFingerprints: readings.media.fingerprints
        )
        let recordBy = times.recordingBy(now: time.monotonicNow(), reserve: configuration.recordingReserve)
        verdict.stages.append(try await recording.record(record, claim: claim, by: recordBy))
        return verdict
    }

    /// Everything that stage 1 learns of a listing.
    private func read(_ listing: Listing, _ digests: ListingDigests, _ times: CheckTimes) async -> StageOneReadings {
        async let mediaReading = media.read(listing.photos, digests: digests.photos, by: times.mediaBy)
        async let sellerReading = features.read(sellerID: listing.sellerID, by: storeDeadline(times))
        let textReading = await text.read(listing, by: times.mediaBy)
        let photos = await mediaReading
        return StageOneReadings(
            media: photos,
            text: textReading,
            banks: banks.look(up: photos, isDryRun: listing.isDryRun),
            seller: await sellerReading
        )
    }

    /// A caller that hung up before its decision is recorded gets none, and may ask again.
    private func stopIfCancelled(_ claim: HeldClaim) async throws(ModerationError) {
        guard Task.isCancelled else { return }
        await claiming.abandon(claim)
        throw ModerationError(.cancelled, "the caller hung up", source: .caller, isRetryable: true)
    }

    private func storeDeadline(_ times: CheckTimes) -> Deadline {
        min(times.scoringBy, .after(configuration.storeTimeout, from: time.monotonicNow()))
    }
}
