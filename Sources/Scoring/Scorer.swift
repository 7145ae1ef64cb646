import ModerationCore

/// Stage 2: asks the models about a listing, going down the degrade ladder until a rung answers.
public struct Scorer: Sendable {
    private let backend: any InferenceBackend
    private let textReader: TextReader
    private let configuration: ScoringConfiguration
    private let fullRungGate: RungGate
    private let time: TimeSource

    public init(
        backend: any InferenceBackend,
        catalog: any ModelCatalog,
        configuration: ScoringConfiguration = ScoringConfiguration(),
        time: TimeSource
    ) {
        self.backend = backend
        self.configuration = configuration
        self.time = time
        fullRungGate = RungGate(limit: configuration.fullRungLimit)
        textReader = TextReader(catalog: catalog, memory: TokenizerMemory(), configuration: configuration, time: time)
    }

    /// Ends before `deadline` as long as the backend keeps its own promise to answer before the deadline it is given. Never throws:
    /// when every rung failed, the outcome lists them, and the last one names the reason for failing open. Cancelling the task
    /// cancels the call under way and tries no further rung.
    public func score(_ input: ScoringInput, deadline: Deadline) async -> ScoringReport {
        var ladder = DegradeLadder(hasText: input.hasText, photoCount: input.photos.count, configuration: configuration)
        var failed: [FailedRung] = []
        while true {
            switch ladder.next(now: time.monotonicNow(), deadline: deadline) {
            case .attempt(let rung, let rungDeadline):
                let caller = ModelCaller(backend: backend, requestID: input.requestID, deadline: rungDeadline)
                let runner = RungRunner(caller: caller, textReader: textReader, input: input)
                do throws(RungFailure) {
                    let answer = try await run(rung, by: runner)
                    if let evidence = answer.pooled(rung: rung, failedRungs: failed) {
                        return ScoringReport(outcome: .scored(evidence), vocabularyDigest: answer.vocabularyDigest)
                    }
                    failed.append(FailedRung(rung: rung, failure: .invalidOutput, detail: "fusion answered no row"))
                } catch {
                    failed.append(FailedRung(rung: rung, failure: error.failure, detail: error.detail))
                }
                if Task.isCancelled { return ScoringReport(outcome: .failed(failed)) }
            case .skip(let rung, let remaining):
                let detail = "not tried: \(max(remaining.wholeMicroseconds, 0)) µs left"
                failed.append(FailedRung(rung: rung, failure: .deadlineNear, detail: detail))
            case .finished:
                let nothing = ScoringOutcome.skipped(why: "no readable photo and no text")
                return ScoringReport(outcome: failed.isEmpty ? nothing : .failed(failed))
            }
        }
    }

    private func run(_ rung: ScoringRung, by runner: RungRunner) async throws(RungFailure) -> RungAnswer {
        guard rung == .full else { return try await runner.run(rung) }
        return try await fullRungGate.withPlace { () async throws(RungFailure) in try await runner.run(rung) }
    }
}
