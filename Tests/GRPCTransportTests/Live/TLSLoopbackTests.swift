import GRPCTransport
import HTTP2Transport
import TestSupport
import Testing

/// Calls over TLS, with and without client certificates.
@Suite(.timeLimit(.minutes(3)))
struct TLSLoopbackTests {
    @Test(arguments: Way.allCases) func calls_overTLS_work(_ way: Way) async throws {
        let certificates = try TestCertificates.shared.get()
        let (server, client) = (try certificates.server(.none), try certificates.client())
        try await withLive(way, server: { $0.tls = server }, client: { $0.tls = client }) { server, client in
            let up = (0..<5_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            #expect(await client.call("Echo", up).bytes == up)
            let call = try client.stream("Echo")
            for number in 0..<50 {
                try await call.send(GRPCMessage([UInt8](repeating: UInt8(number), count: number * 1_000)))
                #expect(try await call.nextMessage()?.count == number * 1_000)
            }
            call.finish()
            #expect(await call.rest().status.code == .ok)
            #expect(await client.call("Certificate").bytes == Array("none".utf8))
        }
    }

    @Test func clientCertificate_reachesGateAndHandler() async throws {
        let certificates = try TestCertificates.shared.get()
        let (server, client) = (try certificates.server(.required), try certificates.client(showing: "client"))
        try await withLive(server: { $0.tls = server }, client: { $0.tls = client }) { _, client in
            #expect(await client.call("Certificate").bytes == Array("client".utf8))
        }
    }

    @Test func clientCertificate_whenRequiredAndAbsent_isUnavailable() async throws {
        let certificates = try TestCertificates.shared.get()
        let causes = LiveServer.Counter()
        let (server, client) = (try certificates.server(.required), try certificates.client())
        try await withLive(
            server: {
                $0.tls = server
                $0.onEvent = { event in if case .connectionClosed("tls", _) = event { causes.increment() } }
            },
            client: { $0.tls = client }
        ) { _, client in
            #expect(await client.call("Echo").status?.code == .unavailable)
            #expect(await eventually { causes.count > 0 })
        }
    }

    @Test func server_whenItIsNotTrusted_isUnavailable() async throws {
        let certificates = try TestCertificates.shared.get()
        let (server, client) = (try certificates.server(.none), try certificates.client(trusting: "other"))
        try await withLive(server: { $0.tls = server }, client: { $0.tls = client }) { _, client in
            #expect(await client.call("Echo").status?.code == .unavailable)
        }
    }

    @Test func server_whenItSpeaksPlainly_isUnavailable() async throws {
        let client = try TestCertificates.shared.get().client()
        try await withLive(client: { $0.tls = client }) { _, client in
            #expect(await client.call("Echo").status?.code == .unavailable)
        }
    }
}
