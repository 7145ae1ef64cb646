import GRPCTransport
import Reactor
import Testing

@Suite(.timeLimit(.minutes(3)))
struct DrainTests {
    @Test func drain_whenCallsRun_letsThemFinish() async throws {
        let server = try LiveServer()
        let client = try LiveClient(server.endpoint)
        let running = (0..<50).map { number in Task { await client.call("Wait", [UInt8(number)]) } }
        #expect(await eventually { server.server.runningCallCount == 50 })
        async let drained: Void = server.server.drain(timeout: .seconds(60))
        // The listener goes first: from then on nobody new gets in, while the calls still run.
        let late = try LiveClient(server.endpoint)
        var lateStatus: GRPCStatus?
        while lateStatus == nil { lateStatus = await late.call("Echo").status }
        #expect(lateStatus?.code == .unavailable)
        #expect(server.server.runningCallCount == 50)
        server.opened.increment()
        await drained
        late.stop()
        for (number, call) in running.enumerated() { #expect(await call.value.bytes == [UInt8(number)]) }
        #expect(await client.call("Echo").status?.code == .unavailable)
        client.stop()
        server.loops.shutDown()
    }

    @Test func drain_whenTimeoutPasses_cancelsWhatStillRuns() async throws {
        let server = try LiveServer()
        let client = try LiveClient(server.endpoint)
        let call = Task { await client.call("Sleep") }
        #expect(await eventually { server.server.runningCallCount == 1 })
        await server.server.drain(timeout: .milliseconds(100))
        #expect(await call.value.status?.code == .unavailable)
        #expect(await eventually { server.cancelledCallCount.count == 1 })
        client.stop()
        server.loops.shutDown()
    }

    /// Two servers on one path in turn: the clients' calls go on while the first drains and the second takes over.
    @Test func drain_whenAnotherServerTakesOver_failsNoCall() async throws {
        // A path, as a free port could be taken by any other test in between.
        let path = "/tmp/holster-test-\(UInt64.random(in: 0 ... .max)).sock"
        let first = try LiveServer { $0.endpoint = .unix(path: path) }
        let client = try LiveClient(first.endpoint) {
            $0.waitsForConnection = true
            $0.initialReconnectBackoff = .milliseconds(5)
        }
        let callers = (0..<16).map { caller in
            Task {
                var failures: [GRPCStatus] = []
                for number in 0..<200 {
                    let request = [UInt8(caller), UInt8(number)]
                    let result = await client.call("Echo", request)
                    if result.bytes != request { failures.append(result.status ?? GRPCStatus(.unknown, "wrong answer")) }
                    try? await Task.sleep(for: .milliseconds(2))
                }
                return failures
            }
        }
        try await Task.sleep(for: .milliseconds(100))
        await first.server.drain(timeout: .seconds(20))
        let second = try LiveServer { $0.endpoint = .unix(path: path) }
        for caller in callers { #expect(await caller.value == []) }
        client.stop()
        await second.stop()
        first.loops.shutDown()
    }

    @Test func drain_whenNobodyIsConnected_returns() async throws {
        let server = try LiveServer()
        await server.server.drain(timeout: .seconds(20))
        server.loops.shutDown()
    }

    @Test func close_whenCallsAreOutstanding_endsThemWithUnavailable() async throws {
        let server = try LiveServer()
        let client = try LiveClient(server.endpoint)
        let call = Task { await client.call("Sleep") }
        #expect(await eventually { server.server.runningCallCount == 1 })
        client.channel.close()
        #expect(await call.value.status?.code == .unavailable)
        #expect(await client.call("Echo").status?.code == .unavailable)
        client.stop()
        await server.stop()
    }

    @Test func unary_whenNobodyListens_failsFastOrWaitsUntilTheDeadline() async throws {
        let server = try LiveServer()
        let endpoint = server.endpoint
        await server.stop()
        let hasty = try LiveClient(endpoint)
        #expect(await hasty.call("Echo").status?.code == .unavailable)
        hasty.stop()
        let patient = try LiveClient(endpoint) { $0.waitsForConnection = true }
        #expect(await patient.call("Echo", timeout: .milliseconds(200)).status?.code == .deadlineExceeded)
        patient.stop()
    }

    @Test func start_whenPortIsTaken_throwsUnavailable() async throws {
        let server = try LiveServer()
        let status = #expect(throws: GRPCStatus.self) { try LiveServer { $0.endpoint = server.endpoint } }
        #expect(status?.code == .unavailable)
        await server.stop()
    }
}
