import Foundation
import GRPCTransport
import Reactor
import TestSupport
import Testing

/// The official interop cases in both directions, against grpcio from PyPI (newest) and Debian's (1.51), in the clear and over TLS. Prints a
/// line a case.
@Suite(.timeLimit(.minutes(5)))
struct InteropMatrixTests {
    /// Whose gRPC stands on the other side.
    enum Other: String, CaseIterable, Sendable, CustomStringConvertible {
        case pypi, debian

        /// `nil` where it is not installed.
        var python: URL? { self == .pypi ? Repository.oraclePython : Repository.debianPython }
        var description: String { rawValue }
    }

    enum Security: String, CaseIterable, Sendable, CustomStringConvertible {
        case plain, tls

        var description: String { rawValue }
    }

    @Test(arguments: Other.allCases, Security.allCases)
    func server_whenCalledByTheOfficialClient_passesEveryCase(_ other: Other, _ security: Security) async throws {
        guard let python = other.python else { return }
        let certificates = try security == .tls ? TestCertificates.shared.get() : nil
        let tls = try certificates?.server()
        let server = try LiveServer(router: InteropService.router()) {
            $0.gate = ByteCountingGate.shared
            $0.tls = tls
        }
        let address = "127.0.0.1:\(server.endpoint.port ?? 0)"
        let trust = certificates.map { ["--tls", $0.certificate("ca")] } ?? []
        let arguments = [address] + trust + InteropCases.names.flatMap { ["--case", $0] }
        let outcome = try await Self.inBackground {
            try Oracle.finish("interop_client.py", interpreter: python, arguments: arguments)
        }
        for line in outcome.lines { print("interop: \(other) client, our server, \(security): \(line)") }
        #expect(outcome.lines == InteropCases.names.map { "PASS \($0)" })
        #expect(outcome.exitStatus == 0, "\(outcome.errorText)")
        #expect(await eventually { server.server.runningCallCount == 0 && server.server.bufferedRequestByteCount == 0 })
        await server.stop()
    }

    /// The official server does not say which messages came compressed; in the clear it has a tap that does. Over TLS nothing can look, so that
    /// its answer to a probe is left out.
    @Test(arguments: Other.allCases, Security.allCases)
    func client_whenCallingTheOfficialServer_passesEveryCase(_ other: Other, _ security: Security) async throws {
        guard let python = other.python else { return }
        let certificates = try security == .tls ? TestCertificates.shared.get() : nil
        let identity = certificates.map { ["--tls", $0.certificate("server"), $0.key("server")] } ?? []
        let server = try OracleServer("interop_server.py", interpreter: python, arguments: identity)
        defer { server.stop() }
        let tls = try certificates?.client()
        let client = try LiveClient(server.endpoint) { $0.tls = tls }
        let interop = InteropClient(client: client, endpoint: server.endpoint, tls: tls)
        for (name, run) in InteropCases.ofOurClient {
            do {
                try await run(interop)
                print("interop: our client, \(other) server, \(security): PASS \(name)")
            } catch {
                Issue.record("\(name) against \(other), \(security): \(error)")
                print("interop: our client, \(other) server, \(security): FAIL \(name): \(error)")
            }
        }
        client.stop()
    }

    /// The hand-written field table of the Python side is the official one.
    @Test func messages_agreeWithTheOfficialDescriptors() throws {
        let official = "/usr/share/grpc-proto"
        guard let python = Repository.oraclePython, FileManager.default.fileExists(atPath: official) else { return }
        let outcome = try Oracle.finish("interop_messages.py", interpreter: python, arguments: ["--check", official])
        #expect(outcome.lines == ["11"], "\(outcome.errorText)")
    }

    private static func inBackground<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        let pool = WorkerPool(name: "oracle", threadCount: 1, queueLimit: 1)
        return try await pool.run { Result { try body() } }.get()
    }
}
