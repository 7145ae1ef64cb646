import Foundation
import GRPCTransport
import LoadGenerator
import ModerationAPI
import Reactor
import Synchronization
import Testing

/// Runs against servers whose latencies are scripted: what they make callers wait is known.
struct LoadRunTests {
    /// A server on loopback, on a thread of its own.
    private static func withServer<Result>(
        check: @escaping @Sendable (_ number: Int, _ context: GRPCServerContext) async throws(GRPCStatus) -> Void,
        _ body: (SocketEndpoint) async throws -> Result
    ) async throws -> Result {
        let eventLoops = try EventLoopGroup(threadCount: 1, name: "scripted")
        defer { eventLoops.shutDown() }
        let callCount = Atomic<Int>(0)
        var router = GRPCRouter()
        router.unary(HolsterV1.ModerationService.check) { (request, context) async throws(GRPCStatus) -> HolsterV1.Verdict in
            try await check(callCount.add(1, ordering: .relaxed).newValue, context)
            var verdict = HolsterV1.Verdict()
            verdict.requestID = request.requestID
            verdict.decision = .allow
            return verdict
        }
        let server = GRPCServer(
            configuration: .init(endpoint: .host("127.0.0.1", port: 0)),
            router: router,
            eventLoops: eventLoops
        )
        let result = try await body(try server.start())
        await server.drain(timeout: .seconds(1))
        return result
    }

    private static func run(
        _ plan: LoadPlan,
        at endpoint: SocketEndpoint,
        metadata: GRPCMetadata = GRPCMetadata(),
        threadCount: Int = 1,
        ledger: LedgerFile? = nil
    ) async throws -> LoadRecords {
        let loops = try (0..<threadCount).map { try EventLoopGroup(threadCount: 1, name: "load-\($0)") }
        defer { loops.forEach { $0.shutDown() } }
        let target = CheckTarget(endpoints: [endpoint], metadata: metadata) { _ in HolsterV1.CheckRequest() }
        let run = LoadRun(plan, target, loops: loops, ledger: ledger)
        _ = await run.perform()
        return run.records
    }

    private static func open(_ rate: Double, _ seconds: Double, spacing: ArrivalSchedule.Spacing = .even) throws -> LoadPlan {
        let profile = try #require(RateProfile.constant(rate, seconds: seconds))
        return LoadPlan(pace: .open(ArrivalSchedule(profile, spacing: spacing)), timeout: .seconds(20))
    }

    private static func milliseconds(_ value: UInt64) -> Double { Double(value) / 1_000 }

    @Test func perform_whenTheServerStalls_countsFromTheIntendedSend() async throws {
        let stallEnds = ContinuousClock.now.advanced(by: .milliseconds(600))
        let records = try await Self.withServer { (number, _) async throws(GRPCStatus) in
            if number % 10 == 0 { throw GRPCStatus(.resourceExhausted, "scripted") }
            // Everything waits until the stall is over.
            try? await Task.sleep(until: stallEnds, clock: .continuous)
        } _: {
            try await Self.run(Self.open(100, 1), at: $0)
        }
        #expect(records.sent == 100 && records.notSent == 0 && records.outstanding == 0)
        #expect(records.byStatus == ["OK": 90, "RESOURCE_EXHAUSTED": 10])
        #expect(records.byDecision == ["ALLOW": 90])
        // The first calls were meant to leave about half a second before the stall ended; a closed loop would have sent just one of them.
        #expect(records.latency.valueAtPercentile(90) > 200_000, "p90 \(records.latency.valueAtPercentile(90)) µs")
    }

    /// A server that stands still for one second of every ten shows that in an open loop's P99, and hides it from a closed one's.
    @Test func perform_whenTheServerStandsStillNowAndThen_onlyAnOpenLoopSeesIt() async throws {
        let start = ContinuousClock.now
        func stalling(_ plan: LoadPlan) async throws -> LoadRecords {
            try await Self.withServer { (_, _) async throws(GRPCStatus) in
                let phase = start.duration(to: .now) / .seconds(10)
                let place = phase - phase.rounded(.down)
                if place >= 0.5, place < 0.6 { try? await Task.sleep(for: .seconds((0.6 - place) * 10)) }
            } _: {
                try await Self.run(plan, at: $0, threadCount: 2)
            }
        }
        let opened = try await stalling(Self.open(200, 10))
        let closed = try await stalling(LoadPlan(pace: .closed(callerCount: 4, seconds: 10), timeout: .seconds(20)))
        let (openP99, closedP99) = (opened.latency.valueAtPercentile(99), closed.latency.valueAtPercentile(99))
        print(
            "MEASURED a stall of 1 s in 10: P99 \(Self.milliseconds(openP99)) ms open, \(Self.milliseconds(closedP99)) ms closed"
        )
        // One call in ten was meant to leave within the stall, evenly: the slowest hundredth waited for more than 0.9 s.
        #expect(openP99 > 800_000 && openP99 < 1_100_000)
        #expect(closedP99 < 100_000)
        #expect(opened.sent == 2_000 && closed.sent > 2_000)
    }

    /// Nine of ten answers after 20 ms, nine of a hundred after 60, one of a hundred after 200.
    @Test func perform_onAKnownMixtureOfLatencies_findsItsPercentiles() async throws {
        let records = try await Self.withServer { (number, _) async throws(GRPCStatus) in
            let milliseconds = number % 100 == 0 ? 200 : number % 10 == 5 && number % 100 != 5 ? 60 : 20
            try? await Task.sleep(for: .milliseconds(milliseconds))
        } _: {
            try await Self.run(Self.open(400, 10, spacing: .poisson), at: $0)
        }
        let found = [50, 85, 95, 98.5, 99.5].map { Self.milliseconds(records.latency.valueAtPercentile($0)) }
        print("MEASURED percentiles of a known mixture: \(found)")
        for (value, expected) in zip(found, [20, 20, 60, 60, 200] as [Double]) {
            #expect(value >= expected && value < expected * 1.02 + 1, "\(value) ms for \(expected)")
        }
    }

    @Test func perform_whenTooManyWait_countsCallsAsNotSent() async throws {
        let records = try await Self.withServer { (_, _) async throws(GRPCStatus) in
            try? await Task.sleep(for: .milliseconds(500))
        } _: {
            var plan = try Self.open(1_000, 0.05)
            plan.maxOutstanding = 5
            return try await Self.run(plan, at: $0)
        }
        #expect(records.sent + records.notSent == 50 && records.notSent > 0)
        #expect(records.seconds[0]?.intended == 50)
    }

    @Test func perform_withAWarmUp_sendsItAndCountsTheRest() async throws {
        let served = Atomic<Int>(0)
        let records = try await Self.withServer { (number, _) async throws(GRPCStatus) in
            served.store(number, ordering: .relaxed)
            if number <= 50 { try? await Task.sleep(for: .milliseconds(100)) }
        } _: {
            var plan = try Self.open(100, 1)
            plan.warmUp = .milliseconds(500)
            return try await Self.run(plan, at: $0)
        }
        #expect(served.load(ordering: .relaxed) == 100 && records.sent == 50 && records.warmUpCount == 50)
        #expect(records.latency.totalCount == 50 && records.latency.valueAtPercentile(50) < 50_000)
        #expect(records.seconds[0]?.answered == 100)
        let report = LoadReport(records, profile: nil, elapsed: .seconds(1), warmUp: .milliseconds(500))
        #expect(report.rate_answered == 100, "of the half second that counts")
    }

    @Test func perform_withAFirstIndex_asksForTheListingsFromThereOn() async throws {
        let asked = Mutex<Set<Int>>([])
        let loops = try EventLoopGroup(threadCount: 1, name: "load")
        defer { loops.shutDown() }
        try await Self.withServer(check: { (_, _) async throws(GRPCStatus) in }) { endpoint in
            let target = CheckTarget(endpoints: [endpoint]) { index in
                _ = asked.withLock { $0.insert(index) }
                return HolsterV1.CheckRequest()
            }
            var plan = try Self.open(100, 0.1)
            plan.firstIndex = 500
            _ = await LoadRun(plan, target, loops: [loops]).perform()
        }
        #expect(asked.withLock { $0 } == Set(500..<510))
    }

    @Test func perform_onSeveralThreads_sendsEachCallOnceAndWritesItsLine() async throws {
        let path = "/tmp/holster-ledger-\(UInt32.random(in: .min ... .max))"
        defer { unlink(path) }
        let ledger = try LedgerFile(path)
        let records = try await Self.withServer { (_, context) async throws(GRPCStatus) in
            guard context.metadata.text("authorization") == "Bearer one" else { throw GRPCStatus(.unauthenticated, "scripted") }
        } _: {
            var metadata = GRPCMetadata()
            metadata.add("authorization", "Bearer one")
            return try await Self.run(Self.open(1_000, 0.5), at: $0, metadata: metadata, threadCount: 3, ledger: ledger)
        }
        try ledger.close()
        #expect(records.sent == 500 && records.byStatus == ["OK": 500])
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        #expect(Set(lines.compactMap { $0.split(separator: "\t").first }).count == 500, "each call has an id of its own")
        #expect(lines.allSatisfy { $0.split(separator: "\t", omittingEmptySubsequences: false).count == 9 })
    }

    @Test func perform_whenAServerIsAway_asksTheNextUnderTheSameID() async throws {
        let records = try await Self.withServer { (number, _) async throws(GRPCStatus) in
        } _: { endpoint -> LoadRecords in
            let loops = [try EventLoopGroup(threadCount: 1, name: "load")]
            defer { loops[0].shutDown() }
            // Nobody listens at port 1.
            let target = CheckTarget(endpoints: [.host("127.0.0.1", port: 1), endpoint], failsOver: true) { _ in
                HolsterV1.CheckRequest()
            }
            let run = LoadRun(try Self.open(100, 1), target, loops: loops)
            _ = await run.perform()
            return run.records
        }
        #expect(records.sent == 100 && records.byStatus == ["OK": 100])
        #expect(records.failedOver == 50, "each second call is meant for the server that is away")
    }
}
