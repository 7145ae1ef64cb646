import Foundation
import GRPCTransport
import Reactor
import TestSupport
import Testing

/// Both directions against grpcio (the C core).
@Suite(.timeLimit(.minutes(3)))
struct GRPCIOInteropTests {
    @Test func server_whenCalledByGRPCIO_answersAsTheSpecificationSays() async throws {
        guard Repository.oraclePython != nil else { return }
        let server = try LiveServer()
        let port = server.endpoint.port ?? 0
        let pool = WorkerPool(name: "oracle", threadCount: 1, queueLimit: 1)
        let output = try await pool.run { Result { try Oracle.run("transport_client.py", arguments: ["\(port)"]) } }
        let seen = try JSONDecoder().decode(Seen.self, from: output.get())
        #expect(seen.outcomes == Seen.wanted)
        #expect(seen.flags.filter { !$0.value }.isEmpty)
        #expect(seen.flags.count == 12)
        #expect(await eventually { server.server.runningCallCount == 0 })
        #expect(server.cancelledCallCount.count == 2)
        await server.stop()
    }

    /// What the oracle reports: status names, and things that must be true.
    private struct Seen: Decodable {
        let outcomes: [String: String]
        let flags: [String: Bool]

        static let wanted = [
            "oversize": "RESOURCE_EXHAUSTED", "unknown_method": "UNIMPLEMENTED", "deadline": "DEADLINE_EXCEEDED",
            "cancelled": "CANCELLED",
            "long_headers": "OK", "too_long_headers": "RESOURCE_EXHAUSTED",
        ]
    }

    @Test func client_whenCallingGRPCIO_readsItsAnswers() async throws {
        guard let server = try OracleServer() else { return }
        defer { server.stop() }
        let client = try LiveClient(server.endpoint)
        var metadata = GRPCMetadata()
        metadata.add("x-text", "a value")
        metadata.add("x-data-bin", binary: Array(0...255))
        let response = try await client.call("Echo", [1, 2], metadata: metadata).get()
        #expect(Array(response.message) == [1, 2])
        #expect(response.initialMetadata.text("x-text") == "a value")
        #expect(response.initialMetadata.binary("x-data-bin") == Array(0...255))
        #expect(response.trailingMetadata.binary("x-data-bin") == Array(0...255))

        let big = (0..<20_000_000).map { UInt8(truncatingIfNeeded: $0 &* 13) }
        #expect(await client.call("Echo", big, timeout: .seconds(60)).bytes == big)
        #expect(await client.call("Big", timeout: .seconds(60)).bytes?.count == 20_000_000)

        let message = "100% wrong: größer, 漢字 🙂\n\ttab"
        #expect(await client.call("Fail", [5] + Array(message.utf8)).status == GRPCStatus(.notFound, message))
        #expect(await client.call("Nothing").status?.code == .unimplemented)
        #expect(await client.call("Sleep", timeout: .milliseconds(100)).status?.code == .deadlineExceeded)
        let left = await client.call("Deadline", timeout: .seconds(10)).bytes.flatMap { Int(String(decoding: $0, as: UTF8.self)) }
        #expect((1...10_000).contains(left ?? -1))
        client.stop()
    }

    @Test func client_whenServerIsKilledMidCall_isUnavailableAtOnce() async throws {
        guard let server = try OracleServer() else { return }
        let client = try LiveClient(server.endpoint)
        let call = Task { await client.call("Sleep", timeout: .seconds(25)) }
        #expect(await client.call("Echo", [1]).bytes == [1])
        server.stop()
        #expect(await call.value.status?.code == .unavailable)
        #expect(await client.call("Echo", [1]).status?.code == .unavailable)
        client.stop()
    }

    @Test func client_whenServerStalls_keepsItsDeadlinesReplacesTheConnectionAndRecovers() async throws {
        guard let server = try OracleServer() else { return }
        defer { server.stop() }
        let client = try LiveClient(server.endpoint) {
            $0.connectionCount = 1
            $0.keepaliveInterval = .milliseconds(300)
            $0.keepaliveTimeout = .milliseconds(300)
            $0.connectTimeout = .milliseconds(500)
            $0.maximumReconnectBackoff = .milliseconds(200)
        }
        #expect(await client.call("Echo", [1]).bytes == [1])
        server.send(SIGSTOP)
        #expect(await client.call("Echo", [1], timeout: .milliseconds(100)).status?.code == .deadlineExceeded)
        // Long enough for the PING to go unanswered: the connection is given up, not the call's deadline.
        #expect(await client.call("Echo", [1], timeout: .seconds(20)).status?.code == .unavailable)
        server.send(SIGCONT)
        var recovered = false
        for _ in 0..<200 where !recovered {
            recovered = await client.call("Echo", [2], timeout: .seconds(5)).bytes == [2]
            if !recovered { try await Task.sleep(for: .milliseconds(50)) }
        }
        #expect(recovered)
        client.stop()
    }
}
