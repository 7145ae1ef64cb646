import GRPCTransport
import MediaInput
import ModerationPipeline
import RedisAdapter

/// Everything an operator can set, read from a YAML file and `HOLSTER_…` environment variables (the environment wins).
package struct HolsterConfiguration: Sendable {
    package var grpc: GRPC
    package var transport: TransportSettings
    package var admin: SocketEndpoint
    package var triton: Triton
    package var redis: Redis
    package var banks: BankSettings
    package var files: Files
    package var store: Store
    package var limits: RequestLimits
    /// What one photo may cost; its bytes are those of `limits`.
    package var photoLimits: PhotoReader.Limits
    package var capacity: Capacity
    package var media: MediaSettings
    package var metrics: MetricsSettings
    package var tls: TLSSettings
    package var callers: CallerSettings
    package var logLevel: String
    /// Key, value and origin of every setting, in reading order: what `holster config print` shows.
    package var effective: [SettingsSource.Effective]

    package struct GRPC: Sendable {
        package var endpoint: SocketEndpoint
        package var threadCount: Int
        package var drainTimeout: Duration
        /// Checks of one CheckStream call that run at once.
        package var streamConcurrency: Int
    }

    package struct Triton: Sendable {
        package var endpoint: SocketEndpoint
        package var connectionCount: Int
    }

    package struct Redis: Sendable {
        package var endpoint: RedisConfiguration.Endpoint
        /// `nil` without authentication.
        package var username: String?
        package var password: String?
        package var database: Int
        /// What a seller's features may take; later ones are defaults.
        package var featuresTimeout: Duration
    }

    package struct Files: Sendable {
        package var modelRepository: String
        package var rules: String
        package var policy: String
    }

    package struct Store: Sendable {
        package var directory: String
        package var evidenceByteLimit: Int64
    }

    package struct Capacity: Sendable {
        /// Checks in flight at once; one more is refused.
        package var maxInFlight: Int
        package var photoThreads: Int
        /// Jobs waiting for a photo thread (one a photo, and one for a long text or a large digest); a photo or text refused here makes its
        /// listing fail open.
        package var photoQueue: Int
    }

    package init(source: inout SettingsSource) throws(ConfigurationError) {
        grpc = GRPC(
            endpoint: try Self.endpoint("grpc.listen", "127.0.0.1:7070", &source),
            threadCount: try source.integer("grpc.threads", default: 1, in: 1...64),
            drainTimeout: try source.milliseconds("grpc.drain_timeout_ms", default: 15_000, in: 100...600_000),
            streamConcurrency: try source.integer("grpc.stream_concurrency", default: 16, in: 1...1_024)
        )
        transport = try TransportSettings(source: &source, endpoint: grpc.endpoint)
        admin = try Self.endpoint("admin.listen", "127.0.0.1:7071", &source)
        triton = Triton(
            endpoint: try Self.endpoint("triton.endpoint", "127.0.0.1:18001", &source),
            connectionCount: try source.integer("triton.connections", default: 2, in: 1...8)
        )
        redis = Redis(
            endpoint: try Self.redisEndpoint(&source),
            username: source.optionalText("redis.username"),
            password: source.optionalText("redis.password", isSecret: true),
            database: try source.integer("redis.database", default: 0, in: 0...1_000),
            featuresTimeout: try source.milliseconds("redis.features_timeout_ms", default: 15, in: 1...1_000)
        )
        if redis.username != nil, redis.password == nil {
            throw source.problem("redis.username", "needs redis.password")
        }
        files = Files(
            modelRepository: source.text("models.repository", default: "triton-model-repo"),
            rules: source.text("rules.file", default: "config/rules.yaml"),
            policy: source.text("policy.file", default: "config/policy.yaml")
        )
        store = Store(
            directory: source.text("store.directory", default: ".run/store"),
            evidenceByteLimit: Int64(
                try source.integer("store.evidence_limit_mib", default: 20 * 1_024, in: 1...100 * 1_024 * 1_024)
            ) << 20
        )
        banks = try BankSettings(source: &source, storeDirectory: store.directory)
        limits = try Self.limits(&source)
        photoLimits = try Self.photoLimits(&source, maxByteCount: limits.photoByteCount)
        capacity = Capacity(
            maxInFlight: try source.integer("capacity.max_in_flight", default: 256, in: 1...65_536),
            photoThreads: try source.integer("capacity.photo_threads", default: 2, in: 1...256),
            photoQueue: try source.integer("capacity.photo_queue", default: 256, in: 1...65_536)
        )
        media = try MediaSettings(source: &source)
        metrics = try MetricsSettings(source: &source)
        tls = try TLSSettings(source: &source)
        callers = try CallerSettings(source: &source, endpoint: grpc.endpoint, usesTLS: tls.server != nil)
        logLevel = source.text("log.level", default: "info")
        guard ["trace", "debug", "info", "notice", "warning", "error", "critical"].contains(logLevel) else {
            throw source.problem("log.level", "must be trace, debug, info, notice, warning, error or critical, not '\(logLevel)'")
        }
        try source.refuseUnknownKeys()
        effective = source.effective
    }

    private static func endpoint(
        _ key: String,
        _ fallback: String,
        _ source: inout SettingsSource
    ) throws(ConfigurationError) -> SocketEndpoint {
        let text = source.text(key, default: fallback)
        guard let endpoint = SocketEndpoint(parsing: text) else {
            throw source.problem(key, "must be HOST:PORT, [IPv6]:PORT or unix:/PATH, not '\(text)'")
        }
        return endpoint
    }

    private static func redisEndpoint(_ source: inout SettingsSource) throws(ConfigurationError) -> RedisConfiguration.Endpoint {
        let text = source.text("redis.endpoint", default: "127.0.0.1:6379")
        guard let endpoint = RedisConfiguration.Endpoint(parsing: text) else {
            throw source.problem(
                "redis.endpoint",
                "must be HOST:PORT, [IPv6]:PORT, unix:/PATH or sentinel://HOST:PORT,HOST:PORT/MASTER, not '\(text)'"
            )
        }
        return endpoint
    }

    private static func limits(_ source: inout SettingsSource) throws(ConfigurationError) -> RequestLimits {
        var limits = RequestLimits()
        limits.photoCount = try source.integer("limits.photos", default: limits.photoCount, in: 0...16)
        limits.photoByteCount =
            try source.integer("limits.photo_kib", default: limits.photoByteCount >> 10, in: 1...64 * 1_024) << 10
        limits.totalPhotoByteCount =
            try source.integer("limits.request_kib", default: limits.totalPhotoByteCount >> 10, in: 1...128 * 1_024) << 10
        limits.titleCharacterCount =
            try source.integer("limits.title_characters", default: limits.titleCharacterCount, in: 1...10_000)
        limits.descriptionCharacterCount =
            try source.integer("limits.description_characters", default: limits.descriptionCharacterCount, in: 1...200_000)
        return limits
    }

    private static func photoLimits(
        _ source: inout SettingsSource,
        maxByteCount: Int
    ) throws(ConfigurationError) -> PhotoReader.Limits {
        var limits = PhotoReader.Limits()
        limits.maxByteCount = maxByteCount
        limits.maxPixelCount =
            try source.integer("limits.photo_megapixels", default: limits.maxPixelCount / 1_000_000, in: 1...500) * 1_000_000
        limits.maxSide = try source.integer("limits.photo_side", default: limits.maxSide, in: 1...65_535)
        limits.maxRatio = try source.integer("limits.photo_ratio", default: limits.maxRatio, in: 1...10_000_000)
        limits.maxScanCount = try source.integer("limits.photo_scans", default: limits.maxScanCount, in: 1...500)
        limits.maxProfileByteCount =
            try source.integer("limits.photo_profile_kib", default: limits.maxProfileByteCount >> 10, in: 0...64 * 1_024) << 10
        limits.maxExifByteCount =
            try source.integer("limits.photo_exif_kib", default: limits.maxExifByteCount >> 10, in: 0...64 * 1_024) << 10
        return limits
    }
}
