import Deciding
import Metrics
import ModerationCore
import ModerationPipeline
import Reactor
import Scoring
import Screening
import TextInput

/// A whole pipeline in memory: fake stores and models (unless others are given), a clock that only moves when a script says so, a real
/// worker pool.
public final class PipelineFixture: Sendable {
    public let clock: ManualClock
    public let backend: FakeInferenceBackend
    public let catalog = FakeModelCatalog()
    public let features: FakeFeatureStore
    public let ledger = FakeLedger()
    public let auditLog = FakeAuditLog()
    public let bank = FakeBank()
    public let pool: WorkerPool
    public let rules: RuleBook
    public let pipeline: ModerationPipeline

    public init(
        configuration: PipelineConfiguration = PipelineConfiguration(),
        rules: [String: RuleAction] = [:],
        ruleSet: RuleSet? = nil,
        store: (any AuditLog)? = nil,
        banks: (any FingerprintBank)? = nil,
        policy: Policy = .fixture,
        threadCount: Int = 1,
        queueLimit: Int = 64,
        distribution: FakeInferenceBackend.Distribution? = nil,
        metricsFactory: any MetricsFactory = NOOPMetricsHandler.instance
    ) throws {
        let clock = ManualClock()
        let normaliser = try TextNormaliser()
        self.clock = clock
        backend = distribution.map { FakeInferenceBackend(clock: clock, distribution: $0) } ?? FakeInferenceBackend(clock: clock)
        features = FakeFeatureStore(clock: clock)
        features.set(
            SellerFeatures(accountAgeDays: 400, listingCount: 12, violationCount: 0, reputation: 0.9),
            sellerID: "seller-1"
        )
        self.rules = RuleBook(try ruleSet ?? .words(rules, reading: normaliser))
        pool = WorkerPool(name: "photos", threadCount: threadCount, queueLimit: queueLimit)
        pipeline = ModerationPipeline(
            PipelineParts(
                ledger: ledger,
                auditLog: store ?? auditLog,
                features: features,
                bank: banks ?? bank,
                normaliser: normaliser,
                rules: self.rules,
                scorer: Scorer(backend: backend, catalog: catalog, time: clock.timeSource),
                policy: policy,
                workerPool: pool,
                time: clock.timeSource,
                sleep: { try await clock.sleep(until: $0) },
                metricsFactory: metricsFactory
            ),
            configuration: configuration
        )
    }

    /// One check that arrives now; `timeout` is the caller's deadline from now on, `nil` for none.
    public func check(_ listing: Listing, timeout: Duration? = nil) async throws(ModerationError) -> Verdict {
        let now = clock.now
        return try await pipeline.check(listing, deadline: timeout.map { .after($0, from: now) }, receivedAt: now)
    }

    /// The error of a check that must fail.
    public func failure(_ listing: Listing, timeout: Duration? = nil) async -> ModerationError? {
        do throws(ModerationError) {
            _ = try await check(listing, timeout: timeout)
            return nil
        } catch {
            return error
        }
    }
}

extension Listing {
    public static func fixture(
        _ requestID: String = "request-1",
        title: String = "Oak table",
        description: String = "",
        photos: [PhotoFixture] = [],
        sellerID: String = "seller-1",
        isDryRun: Bool = false
    ) -> Listing {
        Listing(
            requestID: requestID,
            listingID: "listing-1",
            title: title,
            description: description,
            language: "en",
            category: "Furniture",
            region: "US",
            price: Price(amountMicros: 120_000_000, currency: "USD"),
            sellerID: sellerID,
            photos: photos.map(\.photo),
            isDryRun: isDryRun
        )
    }
}

extension Policy {
    /// Review at 0.4, block at 0.9, tag at 0.5; everything else as the contract has it.
    public static let fixture = Policy(
        name: "fixture",
        digest: "00112233445566778899",
        thresholds: ThresholdTable(
            classes: [
                .firearm: ClassThreshold(review: 0.4, block: 0.9), .firearmPart: ClassThreshold(review: 0.4, block: 0.9),
                .ammunition: ClassThreshold(review: 0.4, block: 0.9), .realisticReplica: ClassThreshold(review: 0.4, block: 0.9),
                .airsoft: ClassThreshold(tag: 0.5), .paintball: ClassThreshold(tag: 0.5),
            ]),
        rungs: [.textOnly: Policy.RungRule(confidence: 0.9, unscoredPhotosCase: .high)]
    )
}

extension RuleSet {
    /// One rule a word: `tag` rules are about airsoft, the others about firearms.
    public static func words(_ rules: [String: RuleAction], reading normaliser: TextNormaliser) throws -> RuleSet {
        let entries = rules.map { word, action in
            "  - { id: \(word), class: \(action == .tag ? "airsoft" : "firearm"), action: \(action.rawValue), terms: [\(word)] }\n"
        }
        let none = "  - { id: none, class: other, action: signal, terms: [wordthatnobodywrites] }\n"
        return try RuleSet(yaml: "version: 1\nrules:\n" + none + entries.joined(), name: "words", digest: "1") { term, view in
            ViewName(rawValue: view).flatMap { normaliser.term(term, view: $0) }
        }
    }
}
