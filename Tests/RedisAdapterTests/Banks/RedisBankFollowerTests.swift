import ModerationCore
import RedisAdapter
import TestSupport
import Testing

@Suite(.enabled(if: RedisServer.isInstalled)) struct RedisBankFollowerTests {
    /// A server, a store and a follower that runs while `body` does.
    private func following(_ body: (RedisServer, RedisClient, RedisBankStore, BankSink, RedisBankFollower) async throws -> Void)
        async throws
    {
        let server = try RedisServer()
        let writer = try await server.client()
        let sink = BankSink()
        let follower = RedisBankFollower(client: try await server.client(), sink: sink, time: testTime)
        let running = Task { await follower.run() }
        do {
            try await body(server, writer, RedisBankStore(client: writer, time: testTime), sink, follower)
        } catch {
            running.cancel()
            throw error
        }
        running.cancel()
        await running.value
    }

    private let bank = RedisBankStoreTests.bank

    private func entry(_ id: String) -> BankEntry { RedisBankStoreTests.entry(id) }

    @Test func run_whileABankChanges_showsEachChange() async throws {
        try await following { _, _, store, sink, follower in
            #expect(await eventually { follower.status.hasLoadedOnce })
            #expect(sink.names.isEmpty)
            _ = try await store.create(bank)
            #expect(await eventually { sink.names == ["guns"] })
            _ = try await store.put(entry("a"), bank: "guns")
            _ = try await store.put(entry("b"), bank: "guns")
            #expect(await eventually { sink.ids("guns") == ["a", "b"] })
            #expect(sink.entry("a", "guns") == entry("a"))
            _ = try await store.remove(entryID: "a", bank: "guns")
            #expect(await eventually { sink.ids("guns") == ["b"] })
            _ = try await store.update(bank: "guns", radius: 3, state: .shadow)
            #expect(await eventually { sink.metadata("guns")?.radius == 3 })
            #expect(sink.metadata("guns")?.epoch == 5)
            // Loaded once; all the rest came through the log.
            #expect(sink.replaceCount == 1)
            _ = try await store.drop(bank: "guns")
            #expect(await eventually { sink.names.isEmpty })
            _ = try await store.create(bank)
            #expect(await eventually { sink.metadata("guns")?.epoch == 7 })
        }
    }

    @Test func run_onABankOfAPixelMode_knowsItFromSnapshotAndLog() async throws {
        try await following { _, client, store, sink, _ in
            var fast = bank
            fast.pixelMode = "fast"
            _ = try await store.create(fast)
            #expect(await eventually { sink.metadata("guns")?.pixelMode == "fast" })
            _ = try await store.update(bank: "guns", radius: 3, state: .live)
            #expect(await eventually { sink.metadata("guns")?.radius == 3 })
            #expect(sink.metadata("guns")?.pixelMode == "fast" && sink.replaceCount == 1)
            // Somebody says so later, past the log: the bank is loaded anew.
            try await client.run("HSET", "holster:{bank:guns}:meta", "pixel_mode", "exact")
            #expect(await eventually { sink.metadata("guns")?.pixelMode == "exact" })
        }
    }

    @Test func run_whileChanged_isSeenWithinASecond() async throws {
        try await following { _, _, store, sink, _ in
            _ = try await store.create(bank)
            #expect(await eventually { sink.names == ["guns"] })
            var slowest: Duration = .zero
            for number in 0..<20 {
                let began = ContinuousClock.now
                _ = try await store.put(entry("e\(number)"), bank: "guns")
                #expect(await eventually { sink.entry("e\(number)", "guns") != nil })
                slowest = max(slowest, began.duration(to: .now))
            }
            print("MEASURED slowest of 20 bank changes, from before the write to in the sink: \(slowest)")
        }
    }

    @Test func run_onBanksFilledBefore_loadsThem() async throws {
        let server = try RedisServer()
        let client = try await server.client()
        let store = RedisBankStore(client: client, time: testTime)
        _ = try await store.create(bank)
        for start in stride(from: 0, to: 2_500, by: 500) {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in start..<(start + 500) {
                    group.addTask { _ = try await store.put(entry("e\(number)"), bank: "guns") }
                }
                try await group.waitForAll()
            }
        }
        let sink = BankSink()
        let follower = RedisBankFollower(client: try await server.client(), sink: sink, time: testTime)
        let running = Task { await follower.run() }
        #expect(await eventually { sink.ids("guns").count == 2_500 })
        #expect(sink.metadata("guns")?.epoch == 2_501)
        #expect(await eventually { follower.status.lastFresh != nil })
        running.cancel()
        await running.value
    }

    @Test func run_whenChangedAllTheTime_endsEqual() async throws {
        try await following { _, _, store, sink, _ in
            _ = try await store.create(bank)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<4 {
                    group.addTask {
                        for number in 0..<150 {
                            _ = try await store.put(entry("w\(writer)-\(number)"), bank: "guns")
                            if number % 3 == 0 { _ = try await store.remove(entryID: "w\(writer)-\(number)", bank: "guns") }
                        }
                    }
                }
                try await group.waitForAll()
            }
            let expected = try await store.entries(bank: "guns").entries.map(\.id)
            #expect(expected.count == 400)
            #expect(await eventually { sink.ids("guns") == expected })
        }
    }

    @Test func run_afterAGapInTheLog_reloads() async throws {
        try await following { server, client, store, sink, follower in
            _ = try await store.create(bank)
            _ = try await store.put(entry("a"), bank: "guns")
            #expect(await eventually { sink.ids("guns") == ["a"] })
            // Somebody restores an older log: entries and epoch move on without messages.
            try await client.run("HSET", "holster:{bank:guns}:entries", "b", #"{"fingerprint":"ffffffff00000000"}"#)
            try await client.run("HINCRBY", "holster:{bank:guns}:meta", "epoch", "5")
            #expect(await eventually { sink.ids("guns") == ["a", "b"] })
            _ = try await store.put(entry("c"), bank: "guns")
            #expect(await eventually { sink.ids("guns") == ["a", "b", "c"] })
            #expect(sink.metadata("guns")?.epoch == 8)
            // The epoch falls back: a restored backup.
            try await client.run("HDEL", "holster:{bank:guns}:entries", "b", "c")
            try await client.run("HSET", "holster:{bank:guns}:meta", "epoch", "2")
            #expect(await eventually { sink.ids("guns") == ["a"] })
        }
    }

    @Test func run_whenRedisComesBackEmpty_keepsTheBankAndSaysSo() async throws {
        try await following { server, client, store, sink, follower in
            _ = try await store.create(bank)
            _ = try await store.put(entry("a"), bank: "guns")
            #expect(await eventually { sink.ids("guns") == ["a"] && follower.status.lastFresh != nil })
            server.kill()
            #expect(await eventually { !follower.status.isConnected })
            #expect(sink.ids("guns") == ["a"])
            try server.start()
            #expect(await eventually { follower.status.missingBanks == ["guns"] })
            let lastFresh = follower.status.lastFresh
            #expect(sink.ids("guns") == ["a"])
            try await Task.sleep(for: .milliseconds(500))
            #expect(follower.status.lastFresh == lastFresh)
            // Restored by hand, from an earlier state: Redis is the truth again.
            #expect(await eventually { client.isConnected })
            _ = try await store.create(bank)
            #expect(await eventually { sink.metadata("guns")?.epoch == 1 && sink.ids("guns").isEmpty })
            #expect(await eventually { follower.status.lastFresh != lastFresh })
        }
    }

    @Test func run_onGarbage_skipsCountsAndGoesOn() async throws {
        try await following { server, client, store, sink, follower in
            _ = try await store.create(bank)
            try await client.run("HSET", "holster:{bank:guns}:entries", "rubbish", "{{{")
            try await client.run("SADD", "holster:banks", "a}b", "", "no-such-bank")
            try await client.run("SET", "holster:{bank:string}:meta", "not a hash")
            try await client.run("HSET", "holster:{bank:broken}:meta", "kind", "?", "epoch", "9223372036854775807")
            try await client.run(
                "HSET",
                "holster:{bank:noentries}:meta",
                "kind",
                "block",
                "fingerprint",
                "phash64",
                "radius",
                "1"
            )
            try await client.run("SET", "holster:{bank:noentries}:entries", "not a hash")
            _ = try await store.put(entry("a"), bank: "guns")
            #expect(await eventually { sink.ids("guns") == ["a"] })
            // A message that is none, under the number of the next change; the next change still arrives, through a reload.
            try await client.run("XADD", "holster:{bank:guns}:log", "3-0", "change", "put", "id", "x", "entry", "{")
            try await client.run("HSET", "holster:{bank:guns}:meta", "epoch", "3")
            _ = try await store.put(entry("b"), bank: "guns")
            #expect(await eventually { sink.ids("guns") == ["a", "b"] })
            #expect(follower.status.malformedCount > 0)
            // A message numbered far ahead is no change.
            try await client.run("XADD", "holster:{bank:guns}:log", "18446744073709551615-1", "change", "put")
            let before = sink.replaceCount
            try await Task.sleep(for: .milliseconds(600))
            #expect(sink.replaceCount <= before + 1)
            #expect(sink.ids("guns") == ["a", "b"])
        }
    }

    @Test func run_whenOneBankBreaksTheConnection_followsTheOthers() async throws {
        let server = try RedisServer()
        let client = try await server.client()
        let store = RedisBankStore(client: client, time: testTime)
        _ = try await store.create(BankMetadata(name: "a-huge", kind: .block, fingerprintKind: .phash64, radius: 8))
        try await client.run("HSET", "holster:{bank:a-huge}:entries", "x", String(repeating: "x", count: 3 << 20))
        _ = try await store.create(bank)
        let sink = BankSink()
        let follower = RedisBankFollower(
            client: try await server.client { $0.replyByteLimit = 1 << 20 },
            sink: sink,
            time: testTime
        )
        let running = Task { await follower.run() }
        #expect(await eventually { sink.names == ["guns"] })
        for name in ["a", "b", "c"] { _ = try await store.put(entry(name), bank: "guns") }
        #expect(await eventually { sink.ids("guns") == ["a", "b", "c"] })
        #expect(follower.status.lastFresh == nil)
        // The one that cannot be read makes no other one stale.
        let fresh = try #require(sink.freshAt("guns"))
        #expect(await eventually { sink.freshAt("guns").map { $0 > fresh } == true })
        #expect(sink.freshAt("a-huge") == nil)
        running.cancel()
        await running.value
    }

    @Test func run_onBanksWrittenByRedisPy_findsThemWithoutTheIndex() async throws {
        guard Repository.oraclePython != nil else { return }
        try await following { server, _, _, sink, _ in
            _ = try server.oracle([
                [
                    "HSET", "holster:{bank:py}:meta", "kind", "review", "fingerprint", "phash64", "radius", "4", "state", "live",
                    "epoch", "0",
                ]
            ])
            #expect(await eventually { sink.names == ["py"] })
            let document =
                #"{"fingerprint":"0123456789abcdef","source":"py","reason":"","author":"","created":1,"state":"live","note":""}"#
            _ = try server.oracle([
                ["XADD", "holster:{bank:py}:log", "1-0", "change", "put", "id", "one", "entry", document],
                ["HSET", "holster:{bank:py}:entries", "one", document],
                ["HINCRBY", "holster:{bank:py}:meta", "epoch", "1"],
            ])
            #expect(await eventually { sink.ids("py") == ["one"] })
            #expect(sink.metadata("py")?.epoch == 1)
        }
    }

    @Test func run_onBatches_showsThemByTheLog() async throws {
        try await following { _, _, store, sink, follower in
            _ = try await store.create(bank)
            #expect(await eventually { sink.names == ["guns"] })
            let before = sink.replaceCount
            var next = 0
            _ = try await store.put(bank: "guns") {
                guard next < 20_000 else { return nil }
                defer { next += 500 }
                return (next..<(next + 500)).map { entry("e\($0)") }
            }
            _ = try await store.setState(.quarantined, entryIDs: ["e1", "e2"], bank: "guns", note: "x", author: "eve")
            _ = try await store.remove(entryIDs: (10..<20).map { "e\($0)" }, bank: "guns")
            #expect(await eventually { sink.metadata("guns")?.epoch == 43 })
            #expect(sink.ids("guns").count == 19_990)
            #expect(sink.entry("e2", "guns")?.state == .quarantined && sink.entry("e2", "guns")?.changedBy == "eve")
            #expect(sink.replaceCount == before)
            let meta = try #require(try await store.banks().first)
            #expect(sink.stamp("guns") == meta.stamp && meta.stamp != nil)
        }
    }

    @Test func run_resuming_followsOnOrLoadsAnew() async throws {
        let server = try RedisServer()
        let writer = try await server.client()
        let store = RedisBankStore(client: writer, time: testTime)
        _ = try await store.create(bank)
        _ = try await store.put(entry("a"), bank: "guns")
        let known = try #require(try await store.banks().first)
        _ = try await store.put(entry("b"), bank: "guns")
        var other = known
        other.stamp = "1"
        for (resumed, replaceCount) in [(known, 0), (other, 1)] {
            let sink = BankSink()
            sink.replace(resumed, entries: [entry("a")])
            let follower = RedisBankFollower(client: try await server.client(), sink: sink, time: testTime, resuming: [resumed])
            let running = Task { await follower.run() }
            #expect(await eventually { sink.ids("guns") == ["a", "b"] && follower.status.lastFresh != nil })
            #expect(follower.status.hasLoadedOnce)
            #expect(sink.replaceCount == 1 + replaceCount)
            running.cancel()
            await running.value
        }
    }

    @Test func run_whenRedisComesBackWithAnotherHistory_loadsItsContent() async throws {
        try await following { server, client, store, sink, follower in
            _ = try await store.create(bank)
            _ = try await store.put(entry("a"), bank: "guns")
            #expect(await eventually { sink.ids("guns") == ["a"] })
            server.kill()
            #expect(await eventually { !follower.status.isConnected })
            try server.start()
            #expect(await eventually { client.isConnected })
            // The same epoch, and one ahead: only the stamps tell.
            _ = try await store.create(bank)
            _ = try await store.put(entry("z"), bank: "guns")
            #expect(await eventually { sink.ids("guns") == ["z"] })
        }
    }

    @Test func run_whileABigBankLoads_followsTheOthers() async throws {
        let server = try RedisServer()
        let client = try await server.client()
        let store = RedisBankStore(client: client, time: testTime)
        _ = try await store.create(bank)
        _ = try await store.create(BankMetadata(name: "big", kind: .block, fingerprintKind: .phash64, radius: 8))
        _ = try await store.put(entry("x"), bank: "big")
        let sink = BankSink()
        // The big bank's snapshot is in the sink's hands until the test lets go.
        sink.hold("big")
        let follower = RedisBankFollower(client: try await server.client(), sink: sink, time: testTime)
        let running = Task { await follower.run() }
        #expect(await eventually { follower.status.loadingBanks == ["big"] && sink.names == ["guns"] })
        for name in ["a", "b", "c"] {
            _ = try await store.put(entry(name), bank: "guns")
            #expect(await eventually { sink.entry(name, "guns") != nil })
        }
        _ = try await store.put(entry("y"), bank: "big")
        #expect(sink.names == ["guns"] && !follower.status.hasLoadedOnce)
        sink.release()
        #expect(await eventually { sink.ids("big") == ["x", "y"] && follower.status.hasLoadedOnce })
        running.cancel()
        await running.value
    }
}
