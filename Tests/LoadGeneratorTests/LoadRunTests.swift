import GRPCTransport
import LoadGenerator
import ModerationAPI
import Reactor
import Synchronization
import Testing

/// Open loop: what a stalling server does to calls that were meant to leave while it stalled is counted.
struct LoadRunTests {
    @Test func perform_whenTheServerStalls_countsFromTheIntendedSend() async throws {
        let eventLoops = try EventLoopGroup(threadCount: 1, name: "load-test")
        defer { eventLoops.shutDown() }
        let calls = Atomic<Int>(0)
        let stallEnds = ContinuousClock.now.advanced(by: .milliseconds(600))
        var router = GRPCRouter()
        router.unary(HolsterV1.ModerationService.check) { (request, _) async throws(GRPCStatus) -> HolsterV1.Verdict in
            let number = calls.add(1, ordering: .relaxed).newValue
            if number % 10 == 0 { throw GRPCStatus(.resourceExhausted, "scripted") }
            // Everything waits until the stall is over.
            try? await Task.sleep(until: stallEnds, clock: .continuous)
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
        let endpoint = try server.start()
        let channel = GRPCChannel(endpoint: endpoint, configuration: .init(), eventLoops: eventLoops)
        let tally = CallTally(keepsLedger: true)
        let run = LoadRun(
            clients: [HolsterV1.ModerationService.Client(channel)],
            requests: [HolsterV1.CheckRequest()],
            schedule: ConstantArrivals(ratePerSecond: 100, count: 100),
            timeout: .seconds(20),
            maxOutstanding: 1_000,
            tally: tally,
            showsProgress: false
        )
        _ = await run.perform()
        let counts = tally.snapshot()
        #expect(counts.sent == 100)
        #expect(counts.notSent == 0)
        #expect(counts.byStatus == ["OK": 90, "RESOURCE_EXHAUSTED": 10])
        #expect(counts.byDecision == ["ALLOW": 90])
        #expect(Set(counts.ledger.compactMap { $0.split(separator: "\t").first }).count == 100, "each call has an id of its own")
        // The first calls were meant to leave about half a second before the stall ended; a closed loop would have sent just one of them.
        #expect(counts.latency.valueAtPercentile(90) > 200_000, "p90 \(counts.latency.valueAtPercentile(90)) µs")
        channel.close()
        await server.drain(timeout: .seconds(1))
    }

    @Test func perform_whenTooManyWait_countsCallsAsNotSent() async throws {
        let eventLoops = try EventLoopGroup(threadCount: 1, name: "load-test")
        defer { eventLoops.shutDown() }
        var router = GRPCRouter()
        router.unary(HolsterV1.ModerationService.check) { (_, _) async throws(GRPCStatus) -> HolsterV1.Verdict in
            try? await Task.sleep(for: .milliseconds(500))
            return HolsterV1.Verdict()
        }
        let server = GRPCServer(
            configuration: .init(endpoint: .host("127.0.0.1", port: 0)),
            router: router,
            eventLoops: eventLoops
        )
        let endpoint = try server.start()
        let channel = GRPCChannel(endpoint: endpoint, configuration: .init(), eventLoops: eventLoops)
        let tally = CallTally(keepsLedger: false)
        let run = LoadRun(
            clients: [HolsterV1.ModerationService.Client(channel)],
            requests: [HolsterV1.CheckRequest()],
            schedule: ConstantArrivals(ratePerSecond: 1_000, count: 50),
            timeout: .seconds(20),
            maxOutstanding: 5,
            tally: tally,
            showsProgress: false
        )
        _ = await run.perform()
        let counts = tally.snapshot()
        #expect(counts.sent + counts.notSent == 50)
        #expect(counts.notSent > 0)
        channel.close()
        await server.drain(timeout: .seconds(1))
    }

    @Test func perform_whenMetadataIsGiven_sendsItWithEveryCall() async throws {
        let eventLoops = try EventLoopGroup(threadCount: 1, name: "load-test")
        defer { eventLoops.shutDown() }
        var router = GRPCRouter()
        router.unary(HolsterV1.ModerationService.check) { (_, context) async throws(GRPCStatus) -> HolsterV1.Verdict in
            guard context.metadata.text("authorization") == "Bearer one" else { throw GRPCStatus(.unauthenticated, "scripted") }
            return HolsterV1.Verdict()
        }
        let server = GRPCServer(
            configuration: .init(endpoint: .host("127.0.0.1", port: 0)),
            router: router,
            eventLoops: eventLoops
        )
        let channel = GRPCChannel(endpoint: try server.start(), configuration: .init(), eventLoops: eventLoops)
        var metadata = GRPCMetadata()
        metadata.add("authorization", "Bearer one")
        let tally = CallTally(keepsLedger: false)
        let run = LoadRun(
            clients: [HolsterV1.ModerationService.Client(channel)],
            requests: [HolsterV1.CheckRequest()],
            schedule: ConstantArrivals(ratePerSecond: 1_000, count: 20),
            timeout: .seconds(20),
            maxOutstanding: 100,
            metadata: metadata,
            tally: tally,
            showsProgress: false
        )
        _ = await run.perform()
        #expect(tally.snapshot().byStatus == ["OK": 20])
        channel.close()
        await server.drain(timeout: .seconds(1))
    }
}
