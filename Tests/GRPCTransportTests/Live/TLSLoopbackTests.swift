import Foundation
import GRPCTransport
import HTTP2Transport
import Testing

/// Calls over TLS, with and without client certificates.
@Suite(.timeLimit(.minutes(3)))
struct TLSLoopbackTests {
    /// An authority, and what it signed, made once by the `openssl` command.
    private struct Certificates {
        struct Failure: Error {}

        static let shared = Result { try Certificates() }

        /// Removed when the process ends.
        private static let parent = FileManager.default.temporaryDirectory.appending(path: "holster-tls-\(UUID().uuidString)")

        let folder = Self.parent

        private init() throws {
            let folder = folder.path
            atexit { try? FileManager.default.removeItem(at: Certificates.parent) }
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"
            let script = """
                set -e; cd '\(folder)'
                for ca in ca other; do openssl req -x509 \(key) -days 2 -subj /CN=$ca -keyout $ca.key -out $ca.pem; done
                printf 'subjectAltName=DNS:localhost,IP:127.0.0.1' > names
                for name in server client; do
                  openssl req \(key) -subj /CN=$name -keyout $name.key -out $name.csr
                  openssl x509 -req -in $name.csr -CA ca.pem -CAkey ca.key -days 2 -extfile names -out $name.pem
                done
                """
            let process = Process()
            process.executableURL = URL(filePath: "/bin/sh")
            process.arguments = ["-c", script]
            process.standardError = FileHandle.nullDevice
            process.standardOutput = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            guard process.terminationStatus == 0 else { throw Failure() }
        }

        func path(_ name: String) -> String { folder.appending(path: name).path }

        func identity(_ name: String) -> TLSIdentity {
            TLSIdentity(certificateFile: path("\(name).pem"), keyFile: path("\(name).key"))
        }

        func server(_ clients: TLSClientCertificates) throws -> TLSServerContext {
            try TLSServerContext(
                .init(identity: identity("server"), clientAuthorityFile: path("ca.pem"), clientCertificates: clients)
            )
        }

        func client(trusting authority: String = "ca", showing identity: String? = nil) throws -> TLSClientContext {
            try TLSClientContext(
                .init(authorityFile: path("\(authority).pem"), identity: identity.map { self.identity($0) })
            )
        }
    }

    @Test(arguments: Way.allCases) func calls_overTLS_work(_ way: Way) async throws {
        let certificates = try Certificates.shared.get()
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
        let certificates = try Certificates.shared.get()
        let (server, client) = (try certificates.server(.required), try certificates.client(showing: "client"))
        try await withLive(server: { $0.tls = server }, client: { $0.tls = client }) { _, client in
            #expect(await client.call("Certificate").bytes == Array("client".utf8))
        }
    }

    @Test func clientCertificate_whenRequiredAndAbsent_isUnavailable() async throws {
        let certificates = try Certificates.shared.get()
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
        let certificates = try Certificates.shared.get()
        let (server, client) = (try certificates.server(.none), try certificates.client(trusting: "other"))
        try await withLive(server: { $0.tls = server }, client: { $0.tls = client }) { _, client in
            #expect(await client.call("Echo").status?.code == .unavailable)
        }
    }

    @Test func server_whenItSpeaksPlainly_isUnavailable() async throws {
        let client = try Certificates.shared.get().client()
        try await withLive(client: { $0.tls = client }) { _, client in
            #expect(await client.call("Echo").status?.code == .unavailable)
        }
    }
}
