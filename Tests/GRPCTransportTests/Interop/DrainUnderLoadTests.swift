import Foundation
import GRPCTransport
import Reactor
import TestSupport
import Testing

/// Servers that drain while grpcio's clients, in processes of their own, make a thousand calls a second: not one call fails.
@Suite(.timeLimit(.minutes(3)))
struct DrainUnderLoadTests {
    private struct Load: Decodable, Sendable {
        let callCount: Int
        let goodCount: Int
        let failures: [String: Int]
        let perSecond: Double
        let slowestMilliseconds: Double
    }

    private static let clientCount = 4
    private static let seconds = 6
    private static let callsPerSecondEach = 250

    /// Four clients at once; `nil` where the interpreter is absent.
    private static func load(_ addresses: [SocketEndpoint], waitsForReady: Bool, during: () async throws -> Void) async throws
        -> [Load]?
    {
        guard Repository.oraclePython != nil else { return nil }
        let pool = WorkerPool(name: "load", threadCount: clientCount, queueLimit: clientCount)
        let targets = addresses.map { "127.0.0.1:\($0.port ?? 0)" }.joined(separator: ",")
        let arguments =
            [targets, "--rate", "\(callsPerSecondEach)", "--seconds", "\(seconds)"] + (waitsForReady ? ["--wait-for-ready"] : [])
        let clients = (0..<clientCount).map { _ in
            Task {
                let output = try await pool.run { Result { try Oracle.run("grpcio_load.py", arguments: arguments) } }
                return try JSONDecoder().decode(Load.self, from: output.get())
            }
        }
        try await during()
        var loads: [Load] = []
        for client in clients { loads.append(try await client.value) }
        for load in loads { print("drain under load: \(load)") }
        return loads
    }

    private static func expectNoFailure(_ loads: [Load]) {
        for load in loads {
            #expect(load.failures == [:])
            #expect(load.goodCount == load.callCount && load.callCount == seconds * callsPerSecondEach + 1)
        }
    }

    /// A server on the endpoint that another is leaving, as soon as it is free.
    private static func takeOver(_ endpoint: SocketEndpoint) async throws -> LiveServer {
        while true {
            do {
                return try LiveServer { $0.endpoint = endpoint }
            } catch let status as GRPCStatus where status.code == .unavailable {
                try await Task.sleep(for: .milliseconds(1))
            }
        }
    }

    /// Drains, while another server takes the port over.
    private static func replace(_ server: LiveServer) async throws -> LiveServer {
        async let drained: Void = server.server.drain(timeout: .seconds(30))
        let next = try await takeOver(server.endpoint)
        await drained
        server.loops.shutDown()
        return next
    }

    /// Round robin over two servers, each replaced once, one after the other.
    @Test func doubleGoAway_whenTwoServersAreReplacedInTurn_failsNoCall() async throws {
        var first = try LiveServer()
        var second = try LiveServer()
        let loads = try await Self.load([first.endpoint, second.endpoint], waitsForReady: false) {
            _ = await eventually { [first] in first.server.runningCallCount > 5 }
            try await Task.sleep(for: .seconds(1))
            first = try await Self.replace(first)
            // Both are connected to again before the other one goes.
            _ = await eventually { [first] in first.server.runningCallCount > 5 }
            try await Task.sleep(for: .seconds(1))
            second = try await Self.replace(second)
        }
        if let loads { Self.expectNoFailure(loads) }
        await first.stop()
        await second.stop()
    }

    /// One address: its server is replaced three times, and callers that wait for a connection notice nothing.
    @Test func doubleGoAway_whenTheOnlyServerIsReplaced_failsNoCallThatWaits() async throws {
        var server = try LiveServer()
        let loads = try await Self.load([server.endpoint], waitsForReady: true) {
            for _ in 0..<3 {
                _ = await eventually { [server] in server.server.runningCallCount > 5 }
                try await Task.sleep(for: .milliseconds(700))
                server = try await Self.replace(server)
            }
        }
        if let loads { Self.expectNoFailure(loads) }
        await server.stop()
    }
}
