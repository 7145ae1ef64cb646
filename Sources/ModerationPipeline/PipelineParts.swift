import Deciding
import MediaInput
import Metrics
import ModerationCore
import Reactor
import Scoring
import Screening
import TextInput

/// What a pipeline is put together from.
public struct PipelineParts: Sendable {
    public var ledger: any VerdictLedger
    public var auditLog: any AuditLog
    public var features: any FeatureStore
    public var bank: any FingerprintBank
    public var normaliser: TextNormaliser
    public var rules: RuleBook
    public var scorer: Scorer
    public var policy: Policy
    /// Decodes photos, reads long texts and hashes large requests; its queue limit is the bound on jobs waiting.
    public var workerPool: WorkerPool
    public var time: TimeSource
    /// Waits until a deadline of ``time``'s monotonic clock; throws when cancelled.
    public var sleep: @Sendable (Deadline) async throws -> Void
    /// A new case's id; must never repeat.
    public var makeCaseID: @Sendable () -> String
    public var metricsFactory: any MetricsFactory

    public init(
        ledger: any VerdictLedger,
        auditLog: any AuditLog,
        features: any FeatureStore,
        bank: any FingerprintBank,
        normaliser: TextNormaliser,
        rules: RuleBook,
        scorer: Scorer,
        policy: Policy,
        workerPool: WorkerPool,
        time: TimeSource,
        sleep: @escaping @Sendable (Deadline) async throws -> Void = { try await ContinuousClock().sleep(until: $0.instant) },
        makeCaseID: @escaping @Sendable () -> String = Self.randomCaseID,
        metricsFactory: any MetricsFactory = MetricsSystem.factory
    ) {
        self.ledger = ledger
        self.auditLog = auditLog
        self.features = features
        self.bank = bank
        self.normaliser = normaliser
        self.rules = rules
        self.scorer = scorer
        self.policy = policy
        self.workerPool = workerPool
        self.time = time
        self.sleep = sleep
        self.makeCaseID = makeCaseID
        self.metricsFactory = metricsFactory
    }

    /// `c-` and 128 random bits in hexadecimal.
    public static func randomCaseID() -> String {
        let words = [UInt64.random(in: .min ... .max), UInt64.random(in: .min ... .max)]
        return "c-"
            + words.map { word in
                let text = String(word, radix: 16)
                return String(repeating: "0", count: 16 - text.count) + text
            }.joined()
    }
}
