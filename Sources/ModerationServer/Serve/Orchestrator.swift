import Deciding
import Foundation
import GRPCTransport
import Logging
import MediaInput
import ModerationAPI
import ModerationCore
import ModerationPipeline
import Reactor
import Recording
import RedisAdapter
import Scoring
import Screening
import ServiceLifecycle
import TextInput
import TritonAdapter

/// Everything one server is made of, wired once. The only place where stages meet adapters.
struct Orchestrator {
    let services: [any Service]
    private let eventLoops: EventLoopGroup
    private let pools: [WorkerPool]
    private let triton: GRPCChannel
    private let redis: RedisClient
    private let keeping: BankKeeping
    private let rules: RuleKeeping
    private let curation: Curation
    private let store: DecisionStore

    init(_ configuration: HolsterConfiguration, metrics: PrometheusRegistry, logger: Logger) throws {
        eventLoops = try EventLoopGroup(threadCount: configuration.grpc.threadCount, name: "net")
        let photos = WorkerPool(
            name: "photo",
            threadCount: configuration.capacity.photoThreads,
            queueLimit: configuration.capacity.photoQueue
        )
        let files = WorkerPool(name: "files", threadCount: 1, queueLimit: 16)
        pools = [photos, files]

        let credentials = try Credentials(configuration, logger: logger)
        triton = Self.tritonChannel(configuration, credentials, eventLoops)
        let backend = TritonBackend(channel: triton)
        let catalog = try Self.catalog(configuration)

        redis = RedisClient(RedisConfiguration(configuration.redis), loop: eventLoops.next())
        keeping = try BankKeeping(configuration, logger: logger)
        store = try Self.openStore(configuration)
        rules = try RuleKeeping(configuration, logger: logger)
        curation = try Curation(configuration, bank: keeping.banks, photos: photos, logger: logger)
        let pipeline = ModerationPipeline(
            PipelineParts(
                ledger: RedisVerdictLedger(client: redis, time: .system),
                auditLog: store,
                features: RedisFeatureStore(client: redis, timeout: configuration.redis.featuresTimeout),
                bank: keeping.banks,
                normaliser: rules.normaliser,
                rules: rules.book,
                scorer: Scorer(backend: backend, catalog: catalog, time: .system),
                policy: try Policy(file: configuration.files.policy),
                workerPool: photos,
                time: .system
            ),
            configuration: Self.pipelineConfiguration(configuration)
        )

        let readiness = Readiness()
        let probed = ReadinessParts(
            readiness: readiness,
            backend: backend,
            redis: redis,
            follower: keeping.follower,
            bank: keeping.banks,
            rules: rules.book,
            pixelMode: configuration.media.pixelMode,
            store: store,
            catalog: catalog,
            files: files
        )
        let book = rules.book
        let banks = curation.handler(normaliser: rules.normaliser, limits: configuration.limits) { book.current }
        let serving = GRPCService(
            server: try Self.server(configuration, pipeline, readiness, credentials, eventLoops, banks),
            pipeline: pipeline,
            readiness: readiness,
            drainTimeout: configuration.grpc.drainTimeout,
            logger: logger
        )
        let gauges = ScrapeGauges(admission: pipeline.admission, process: ProcessGauges())
        let others: [any Service] = [
            ReadinessProbe(probed, logger: logger),
            AdminServer(endpoint: configuration.admin, readiness: readiness, metrics: metrics, gauges: gauges),
            CredentialReloading(credentials: credentials, files: files, logger: logger),
            rules.service,
            serving,
        ]
        services = keeping.services + others
    }

    /// After every service has ended.
    func close() async throws {
        triton.close()
        await redis.close()
        await keeping.close()
        await curation.close()
        try await store.close()
        rules.close()
        pools.forEach { $0.shutDown() }
        eventLoops.shutDown()
    }

    private static func tritonChannel(
        _ configuration: HolsterConfiguration,
        _ credentials: Credentials,
        _ eventLoops: EventLoopGroup
    ) -> GRPCChannel {
        var channel = GRPCChannel.Configuration()
        channel.connectionCount = configuration.triton.connectionCount
        channel.tls = credentials.triton
        return GRPCChannel(endpoint: configuration.triton.endpoint, configuration: channel, eventLoops: eventLoops)
    }

    private static func catalog(_ configuration: HolsterConfiguration) throws(ConfigurationError) -> ModelRepositoryCatalog {
        let folder = configuration.files.modelRepository
        guard FileManager.default.fileExists(atPath: folder) else {
            throw ConfigurationError("models.repository: there is no folder '\(folder)'")
        }
        let catalog = ModelRepositoryCatalog(repository: folder)
        catalog.refresh()
        return catalog
    }

    private static func openStore(_ configuration: HolsterConfiguration) throws -> DecisionStore {
        var store = StoreConfiguration(folder: configuration.store.directory)
        store.photoByteLimit = configuration.store.evidenceByteLimit
        let reader = PhotoReader(limits: configuration.photoLimits)
        store.reducer = { try? reader.rendering(of: $0) }
        do {
            return try DecisionStore(store, time: .system)
        } catch {
            throw ConfigurationError("store.directory '\(configuration.store.directory)': \(error.message)")
        }
    }

    private static func pipelineConfiguration(_ configuration: HolsterConfiguration) -> PipelineConfiguration {
        var pipeline = PipelineConfiguration()
        pipeline.limits = configuration.limits
        pipeline.photoLimits = configuration.photoLimits
        pipeline.pixelMode = configuration.media.pixelMode
        pipeline.fingerprintsPDQ = configuration.media.fingerprintsPDQ
        pipeline.photoCacheByteCount = configuration.media.cacheByteCount
        pipeline.inFlightLimit = configuration.capacity.maxInFlight
        pipeline.categoryLabels = configuration.metrics.categoryLabels
        pipeline.regionLabels = configuration.metrics.regionLabels
        pipeline.build = BuildVersion.text
        return pipeline
    }

    private static func server(
        _ configuration: HolsterConfiguration,
        _ pipeline: ModerationPipeline,
        _ readiness: Readiness,
        _ credentials: Credentials,
        _ eventLoops: EventLoopGroup,
        _ banks: BanksHandler
    ) throws -> GRPCServer {
        var router = GRPCRouter()
        let concurrency = configuration.grpc.streamConcurrency
        ModerationHandler(pipeline: pipeline, readiness: readiness, streamConcurrency: concurrency).register(in: &router)
        banks.register(in: &router)
        HealthHandler(readiness: readiness).register(in: &router)
        ReflectionHandler(index: try ReflectionIndex.holster()).register(in: &router, readiness: readiness)
        var server = GRPCServer.Configuration(endpoint: configuration.grpc.endpoint)
        // Photos, the longest texts in four-byte characters, and room for everything else.
        server.maxRequestByteCount = configuration.limits.totalPhotoByteCount + (1 << 20)
        configuration.transport.apply(to: &server)
        server.onEvent = TransportMetrics().record
        server.tls = credentials.server
        server.gate = credentials.gate
        return GRPCServer(configuration: server, router: router, eventLoops: eventLoops)
    }
}
