import Foundation
import GRPCTransport
import ModerationServer
import TestSupport
import Testing

@Suite struct TransportSettingsTests {
    private func applied(_ yaml: String) throws -> GRPCServer.Configuration {
        var source = try SettingsSource(yaml: yaml, fileName: "t", environment: [:])
        var server = GRPCServer.Configuration(endpoint: .host("127.0.0.1", port: 1))
        try TransportSettings(source: &source, endpoint: server.endpoint).apply(to: &server)
        try source.refuseUnknownKeys()
        return server
    }

    /// Every setting reaches the limit that it names.
    @Test func apply_setsEachLimit() throws {
        let cases: [(String, (GRPCServer.Configuration) -> Bool)] = [
            ("max_connections: 7", { $0.maxConnections == 7 }),
            ("max_streams: 7", { $0.maxConcurrentStreamsPerConnection == 7 }),
            ("max_running_calls: 7", { $0.maxRunningCalls == 7 }),
            ("buffered_requests_mib: 7", { $0.maxBufferedRequestByteCount == 7 << 20 }),
            ("buffered_requests_per_connection_mib: 7", { $0.maxBufferedRequestByteCountPerConnection == 7 << 20 }),
            ("unsent_answers_mib: 7", { $0.maxUnsentByteCountPerConnection == 7 << 20 }),
            ("header_list_bytes: 7000", { $0.maxHeaderListByteCount == 7_000 }),
            ("handshake_timeout_ms: 70", { $0.handshakeTimeout == .milliseconds(70) }),
            ("header_timeout_ms: 70", { $0.headerTimeout == .milliseconds(70) }),
            ("request_timeout_ms: 70", { $0.requestReceiveTimeout == .milliseconds(70) }),
            ("write_timeout_ms: 70", { $0.writeProgressTimeout == .milliseconds(70) }),
            ("idle_timeout_ms: 70", { $0.idleTimeout == .milliseconds(70) }),
            ("keepalive_interval_ms: 70", { $0.keepaliveInterval == .milliseconds(70) }),
            ("keepalive_timeout_ms: 70", { $0.keepaliveTimeout == .milliseconds(70) }),
            ("max_connection_age_ms: 70", { $0.maxConnectionAge == .milliseconds(70) }),
            ("max_connection_age_ms: 0", { $0.maxConnectionAge == nil }),
            ("min_ping_interval_ms: 70", { $0.minPingInterval == .milliseconds(70) }),
            ("frame_burst: 7", { $0.frameBurst == 7 }),
            ("frames_per_second: 7", { $0.framesPerSecond == 7 }),
            ("settings_burst: 7", { $0.settingsBurst == 7 }),
            ("settings_per_second: 7", { $0.settingsPerSecond == 7 }),
            ("reset_burst: 7", { $0.resetBurst == 7 }),
            ("resets_per_second: 7", { $0.resetsPerSecond == 7 }),
            ("broken_stream_burst: 7", { $0.brokenStreamBurst == 7 }),
            ("broken_streams_per_second: 7", { $0.brokenStreamsPerSecond == 7 }),
            ("share_port: true", { $0.sharesPort }),
            ("test_route: true", { $0.answersTestRoute }),
        ]
        for (line, holds) in cases { #expect(holds(try applied("grpc: {\(line)}")), "\(line)") }
    }

    /// An operator finds every setting in the operations document.
    @Test func settings_areAllDocumented() throws {
        let document = try String(contentsOf: Repository.root.appending(path: "docs/operations.md"), encoding: .utf8)
        var source = try SettingsSource(yaml: "", fileName: "t", environment: [:])
        let keys = Set(try HolsterConfiguration(source: &source).effective.map(\.key))
        #expect(keys.count > 60)
        #expect(keys.filter { !document.contains("`\($0)`") }.sorted() == [])
    }
}
