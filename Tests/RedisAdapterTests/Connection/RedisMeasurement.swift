import Foundation
import ModerationCore
import RedisAdapter
import Synchronization
import Testing

/// `HOLSTER_MEASURE=1 swift test -c release --filter RedisMeasurement` prints what commands cost on loopback.
@Suite(.serialized, .enabled(if: RedisServer.isInstalled && ProcessInfo.processInfo.environment["HOLSTER_MEASURE"] != nil))
struct RedisMeasurement {
    private final class Waits: Sendable {
        private let values = Mutex<[Double]>([])

        func add(since start: ContinuousClock.Instant) {
            let microseconds = Double(start.duration(to: .now).wholeMicroseconds)
            values.withLock { $0.append(microseconds) }
        }

        var summary: String {
            let sorted = values.withLock { $0.sorted() }
            return [0.5, 0.9, 0.99].map { quantile in
                String(format: "p%g %.0f µs", quantile * 100, sorted[min(sorted.count - 1, Int(Double(sorted.count) * quantile))])
            }.joined(separator: " ")
        }
    }

    @Test func features_oneAtATime_andAtARate() async throws {
        let server = try RedisServer()
        let client = try await server.client()
        try await client.run(
            "HSET",
            "holster:seller:s",
            "account_age_days",
            "400",
            "listings",
            "12",
            "violations",
            "1",
            "reputation",
            "0.75"
        )
        let store = RedisFeatureStore(client: client)
        let alone = Waits()
        for _ in 0..<5_000 {
            let start = ContinuousClock.now
            #expect(await store.sellerFeatures(sellerID: "s", deadline: soon()) != .unavailable)
            alone.add(since: start)
        }
        print("MEASURED features one at a time: \(alone.summary)")
        let steady = Waits()
        let misses = Mutex(0)
        let start = ContinuousClock.now
        await withTaskGroup(of: Bool.self) { group in
            for number in 0..<5_000 {
                try? await Task.sleep(until: start + .microseconds(number * 1_000), clock: .continuous)
                group.addTask {
                    let before = ContinuousClock.now
                    let features = await store.sellerFeatures(sellerID: "s", deadline: soon(.milliseconds(15)))
                    steady.add(since: before)
                    return features != .unavailable
                }
            }
            for await isThere in group where !isThere { misses.withLock { $0 += 1 } }
        }
        print("MEASURED features at 1,000/s: \(steady.summary), missed their 15 ms: \(misses.withLock { $0 }) of 5000")
        let began = ContinuousClock.now
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<64 {
                group.addTask { for _ in 0..<1_000 { _ = await store.sellerFeatures(sellerID: "s", deadline: soon()) } }
            }
        }
        let seconds = Double(began.duration(to: .now).wholeMicroseconds) / 1_000_000
        print("MEASURED features from 64 tasks: \(Int(64_000 / seconds))/s")
    }

    @Test func ledger_claimAndFulfil() async throws {
        let server = try RedisServer()
        let ledger = RedisVerdictLedger(client: try await server.client(), time: testTime)
        let claims = Waits()
        let fulfils = Waits()
        let verdict = Verdict(requestID: "r", listingID: "l", decision: .allow, decidedAt: UnixTime(milliseconds: 1))
        for number in 0..<3_000 {
            let start = ContinuousClock.now
            #expect(await ledger.claim(requestID: "r\(number)", contentDigest: "d", deadline: soon()) == .claimed)
            claims.add(since: start)
            let middle = ContinuousClock.now
            await ledger.fulfil(requestID: "r\(number)", contentDigest: "d", verdict: stored(verdict), deadline: soon())
            fulfils.add(since: middle)
        }
        print("MEASURED claim: \(claims.summary); fulfil: \(fulfils.summary)")
    }

    @Test func snapshot_of100000Entries() async throws {
        let server = try RedisServer()
        let client = try await server.client { $0.stallTimeout = .seconds(60) }
        let store = RedisBankStore(client: client, time: testTime)
        _ = try await store.create(RedisBankStoreTests.bank)
        let document =
            #"{"author":"ada","created":1,"fingerprint":"0123456789abcdef","note":"","reason":"pistol","source":"test","state":"live"}"#
        for start in stride(from: 0, to: 100_000, by: 500) {
            let fields = (start..<(start + 500)).flatMap { ["e\($0)", document] }
            _ = try await client.send(
                RedisCommand((["HSET", "holster:{bank:guns}:entries"] + fields).map { Array($0.utf8) }),
                deadline: soon()
            )
        }
        let sink = BankSink()
        let follower = RedisBankFollower(client: try await server.client(), sink: sink, time: testTime)
        let began = ContinuousClock.now
        let running = Task { await follower.run() }
        #expect(await eventually { sink.replaceCount == 1 })
        print("MEASURED snapshot of 100,000 entries: \(began.duration(to: .now))")
        #expect(sink.ids("guns").count == 100_000)
        running.cancel()
        await running.value
    }
}
