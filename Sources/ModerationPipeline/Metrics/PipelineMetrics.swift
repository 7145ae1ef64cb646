import Metrics
import ModerationCore

/// What the pipeline counts; every handle is made once, since making one takes the metrics system's lock.
struct PipelineMetrics: Sendable {
    private let checks: [Decision: Counter]
    private let failOpens: [ReasonCode: Counter]
    private let rungs: [ScoringRung: Counter]
    private let annotations: [AnnotationCode: Counter]
    private let errors: [ModerationError.Code: Counter]
    private let stages: [Stage: Timer]
    private let whole: Timer
    private let replays: Counter
    private let dryRuns: Counter
    private let contexts: ContextMetrics
    private let models: ModelVersionMetrics

    init(configuration: PipelineConfiguration, factory: any MetricsFactory) {
        func counters<Key: Hashable>(_ label: String, _ dimension: String, _ keys: [Key], _ name: (Key) -> String) -> [Key:
            Counter]
        {
            Dictionary(
                uniqueKeysWithValues: keys.map {
                    ($0, Counter(label: label, dimensions: [(dimension, name($0))], factory: factory))
                }
            )
        }
        checks = counters("holster_checks_total", "decision", Decision.allCases, \.rawValue)
        failOpens = counters("holster_fail_open_total", "reason", ReasonCode.allCases.filter(\.isFailOpen), \.rawValue)
        rungs = counters("holster_scoring_rung_total", "rung", ScoringRung.allCases, \.rawValue)
        annotations = counters("holster_annotations_total", "code", AnnotationCode.allCases, \.rawValue)
        errors = counters("holster_check_errors_total", "code", ModerationError.Code.allCases, \.rawValue)
        stages = Dictionary(
            uniqueKeysWithValues: Stage.allCases.map { stage in
                (stage, Timer(label: "holster_stage_seconds", dimensions: [("stage", stage.rawValue)], factory: factory))
            }
        )
        whole = Timer(label: "holster_check_seconds", dimensions: [], factory: factory)
        replays = Counter(label: "holster_replays_total", dimensions: [], factory: factory)
        dryRuns = Counter(label: "holster_dry_runs_total", dimensions: [], factory: factory)
        contexts = ContextMetrics(
            categories: configuration.categoryLabels,
            regions: configuration.regionLabels,
            factory: factory
        )
        models = ModelVersionMetrics(factory: factory)
    }

    /// Replays and dry runs are counted apart: they are no decisions.
    func answered(_ verdict: Verdict, to listing: Listing, after duration: Duration) {
        whole.recordNanoseconds(nanoseconds(duration.wholeMicroseconds))
        if verdict.isReplayed { return replays.increment() }
        if verdict.isDryRun { return dryRuns.increment() }
        checks[verdict.decision]?.increment()
        contexts.count(verdict.decision, category: listing.category, region: listing.region)
        models.answered(verdict.versions.models)
        for reason in verdict.reasons where reason.code.isFailOpen { failOpens[reason.code]?.increment() }
        if let rung = verdict.rung { rungs[rung]?.increment() }
        for code in Set(verdict.annotations.map(\.code)) { annotations[code]?.increment() }
        for record in verdict.stages where record.status != .skipped {
            stages[record.stage]?.recordNanoseconds(nanoseconds(record.microseconds))
        }
    }

    func refused(_ error: ModerationError) { errors[error.code]?.increment() }

    private func nanoseconds(_ microseconds: Int64) -> Int64 {
        let (value, overflow) = microseconds.multipliedReportingOverflow(by: 1_000)
        return overflow ? .max : value
    }
}
