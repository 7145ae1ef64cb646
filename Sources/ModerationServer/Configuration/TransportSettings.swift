import GRPCTransport

/// How much a peer of the gRPC port may ask for, and how long it may take: the limits under `grpc`.
package struct TransportSettings: Sendable {
    /// Everything but where to listen, TLS and who may call.
    private let limits: GRPCServer.Configuration

    package init(source: inout SettingsSource, endpoint: SocketEndpoint) throws(ConfigurationError) {
        var limits = GRPCServer.Configuration(endpoint: endpoint)
        limits.maxConnections = try source.integer("grpc.max_connections", default: 1_024, in: 1...100_000)
        limits.maxConcurrentStreamsPerConnection = try source.integer("grpc.max_streams", default: 1_024, in: 1...100_000)
        limits.maxRunningCalls = try source.integer("grpc.max_running_calls", default: 4_096, in: 1...1_000_000)
        limits.maxBufferedRequestByteCount =
            try source.integer("grpc.buffered_requests_mib", default: 512, in: 1...(1 << 20)) << 20
        limits.maxUnsentByteCountPerConnection =
            try source.integer("grpc.unsent_answers_mib", default: 64, in: 1...(1 << 14)) << 20
        limits.maxHeaderListByteCount = try source.integer("grpc.header_list_bytes", default: 16 << 10, in: 1_024...(1 << 20))
        limits.maxBufferedRequestByteCountPerConnection =
            try source.integer("grpc.buffered_requests_per_connection_mib", default: 128, in: 1...(1 << 20)) << 20
        limits.answersTestRoute = try source.flag("grpc.test_route", default: false)
        limits.sharesPort = try source.flag("grpc.share_port", default: false)
        try Self.timeouts(&limits, &source)
        try Self.conduct(&limits, &source)
        self.limits = limits
    }

    private static func timeouts(
        _ limits: inout GRPCServer.Configuration,
        _ source: inout SettingsSource
    ) throws(ConfigurationError) {
        let range = 10...86_400_000
        limits.handshakeTimeout = try source.milliseconds("grpc.handshake_timeout_ms", default: 10_000, in: range)
        limits.headerTimeout = try source.milliseconds("grpc.header_timeout_ms", default: 10_000, in: range)
        limits.requestReceiveTimeout = try source.milliseconds("grpc.request_timeout_ms", default: 30_000, in: range)
        limits.writeProgressTimeout = try source.milliseconds("grpc.write_timeout_ms", default: 30_000, in: range)
        limits.idleTimeout = try source.milliseconds("grpc.idle_timeout_ms", default: 300_000, in: range)
        limits.keepaliveInterval = try source.milliseconds("grpc.keepalive_interval_ms", default: 60_000, in: range)
        limits.keepaliveTimeout = try source.milliseconds("grpc.keepalive_timeout_ms", default: 20_000, in: range)
        let age = try source.milliseconds("grpc.max_connection_age_ms", default: 0, in: 0...86_400_000)
        limits.maxConnectionAge = age == .zero ? nil : age
    }

    private static func conduct(
        _ limits: inout GRPCServer.Configuration,
        _ source: inout SettingsSource
    ) throws(ConfigurationError) {
        let range = 1...1_000_000
        limits.minPingInterval = try source.milliseconds("grpc.min_ping_interval_ms", default: 10_000, in: 0...86_400_000)
        limits.frameBurst = try source.integer("grpc.frame_burst", default: limits.frameBurst, in: range)
        limits.framesPerSecond = try source.integer("grpc.frames_per_second", default: limits.framesPerSecond, in: range)
        limits.settingsBurst = try source.integer("grpc.settings_burst", default: limits.settingsBurst, in: range)
        limits.settingsPerSecond = try source.integer("grpc.settings_per_second", default: limits.settingsPerSecond, in: range)
        limits.resetBurst = try source.integer("grpc.reset_burst", default: limits.resetBurst, in: range)
        limits.resetsPerSecond = try source.integer("grpc.resets_per_second", default: limits.resetsPerSecond, in: range)
        limits.brokenStreamBurst = try source.integer("grpc.broken_stream_burst", default: limits.brokenStreamBurst, in: range)
        limits.brokenStreamsPerSecond =
            try source.integer("grpc.broken_streams_per_second", default: limits.brokenStreamsPerSecond, in: range)
    }

    /// What an operator should hear about.
    var warnings: [String] {
        limits.answersTestRoute ? ["grpc.test_route is on: a page for conformance testers, not for production"] : []
    }

    /// The limits, for a server that keeps its own endpoint, TLS, gate and message sizes.
    package func apply(to server: inout GRPCServer.Configuration) {
        var applied = limits
        applied.endpoint = server.endpoint
        applied.tls = server.tls
        applied.gate = server.gate
        applied.onEvent = server.onEvent
        applied.maxRequestByteCount = server.maxRequestByteCount
        applied.maxResponseByteCount = server.maxResponseByteCount
        server = applied
    }
}
