import ModerationCore
import RedisAdapter
import TestSupport
import Testing

@Suite(.enabled(if: RedisServer.isInstalled)) struct RedisBankBatchTests {
    private static let bank = RedisBankStoreTests.bank

    private static func entry(_ id: String) -> BankEntry { RedisBankStoreTests.entry(id) }

    private static func entries(_ count: Int) -> [BankEntry] { (0..<count).map { entry("e\($0)") } }

    private func withBank(_ body: (RedisServer, RedisClient, RedisBankStore) async throws -> Void) async throws {
        let server = try RedisServer()
        let client = try await server.client()
        let store = RedisBankStore(client: client, time: testTime)
        _ = try await store.create(Self.bank)
        try await body(server, client, store)
    }

    @Test func put_ofABatch_isOneChangeOfManyEntries() async throws {
        try await withBank { _, client, store in
            #expect(try await store.put(Self.entries(500), bank: "guns").epoch == 2)
            #expect(try await store.entryCount(bank: "guns") == 500)
            #expect(try await client.run("XLEN", "holster:{bank:guns}:log") == .integer(2))
            let reply = try await client.run("XRANGE", "holster:{bank:guns}:log", "2", "2")
            let (number, message) = try #require(reply.elements?.first.flatMap { BankLogMessage.parse($0, bank: Self.bank) })
            #expect(number == 2)
            #expect(message.content == .change(.put(Self.entries(500))))
        }
    }

    @Test func put_ofWhatCannotEnter_changesNothing() async throws {
        try await withBank { _, _, store in
            await #expect(throws: RedisFailure.self) { try await store.put([], bank: "guns") }
            await #expect(throws: RedisFailure.self) { try await store.put(Self.entries(501), bank: "guns") }
            for fingerprint in ["0000000000000000", "ffffffffffffffff", "00000000000000ff".replacing("ff", with: "7f"), "00ff"] {
                let bad = RedisBankStoreTests.entry("bad", fingerprint)
                #expect(RedisBankStore.problem(with: bad, fingerprintKind: .phash64) != nil)
                await #expect(throws: RedisFailure.self) { try await store.put(Self.entries(3) + [bad], bank: "guns") }
            }
            let other = RedisBankStoreTests.entry("pdq", String(repeating: "0f", count: 32))
            await #expect(throws: RedisFailure.invalid("bank guns holds fingerprints of another kind")) {
                try await store.put(other, bank: "guns")
            }
            #expect(RedisBankStore.problem(with: other, fingerprintKind: .pdq256) == nil)
            let count = try await store.entryCount(bank: "guns")
            #expect(count == 0)
            #expect(try await store.banks().first?.epoch == 1)
        }
    }

    @Test func put_ofBatchAfterBatch_writesAllInOrder() async throws {
        try await withBank { _, _, store in
            var batches = (0..<30).map { number in
                (0..<100).map {
                    RedisBankStoreTests.entry(
                        "e\($0)",
                        $0 == 7 ? "\(String(repeating: "0", count: 8))ffff\(1_000 + number)" : "00ff00ff00ff00ff"
                    )
                }
            }
            var reports: [Int] = []
            let outcome = try await store.put(bank: "guns", batches: { batches.isEmpty ? nil : batches.removeFirst() }) {
                reports.append($0)
            }
            #expect(outcome.epoch == 31 && outcome.entryCount == 3_000)
            #expect(reports == (1...30).map { $0 * 100 })
            #expect(try await store.entries(ids: ["e7"], bank: "guns").map(\.fingerprint) == ["00000000ffff1029"])
        }
    }

    @Test func remove_ofMany_countsWhatWasThere() async throws {
        try await withBank { _, _, store in
            _ = try await store.put(Self.entries(10), bank: "guns")
            #expect(try await store.remove(entryIDs: ["e1", "e2", "none", "e1"], bank: "guns") == (3, 2))
            #expect(try await store.remove(entryIDs: ["none"], bank: "guns") == (3, 0))
            #expect(try await store.remove(entryIDs: [], bank: "guns") == (3, 0))
            #expect(try await store.entryCount(bank: "guns") == 8)
            await #expect(throws: RedisFailure.self) { try await store.remove(entryIDs: ["e1"], bank: "none") }
        }
    }

    @Test func setState_always_keepsWhenByWhomAndWhy() async throws {
        try await withBank { _, _, store in
            _ = try await store.put(Self.entries(3), bank: "guns")
            #expect(
                try await store.setState(
                    .quarantined,
                    entryIDs: ["e0", "e1", "none"],
                    bank: "guns",
                    note: "too many matches",
                    author: "eve"
                )
                    == (3, 2)
            )
            let changed = try #require(try await store.entries(ids: ["e0"], bank: "guns").first)
            #expect(changed.state == .quarantined && changed.note == "too many matches" && changed.changedBy == "eve")
            #expect(changed.author == "ada" && changed.created == UnixTime(milliseconds: 1))
            #expect((changed.changed?.milliseconds ?? 0) > 1_700_000_000_000)
            // The same again changes nothing; without a note the note stays.
            #expect(try await store.setState(.quarantined, entryIDs: ["e0"], bank: "guns", note: nil) == (3, 0))
            #expect(try await store.setState(.live, entryIDs: ["e0"], bank: "guns", note: nil, author: "ada") == (4, 1))
            #expect(try await store.entries(ids: ["e0"], bank: "guns").first?.note == "too many matches")
            #expect(try await store.entries(ids: ["e2"], bank: "guns") == [Self.entry("e2")])
        }
    }

    @Test func setState_fromManyTasks_losesNoChange() async throws {
        try await withBank { _, _, store in
            _ = try await store.put(Self.entries(50), bank: "guns")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for state in [BankEntry.State.shadow, .quarantined] {
                    group.addTask {
                        for number in 0..<50 {
                            _ = try await store.setState(
                                state,
                                entryIDs: ["e\(number)"],
                                bank: "guns",
                                note: state.rawValue,
                                author: "a"
                            )
                        }
                    }
                }
                try await group.waitForAll()
            }
            for entry in try await store.entries(bank: "guns").entries { #expect(entry.note == entry.state.rawValue) }
            #expect(try await store.banks().first?.epoch == 102)
        }
    }

    @Test func move_betweenBanks_changesBothAtOnce() async throws {
        try await withBank { _, client, store in
            var review = Self.bank
            (review.name, review.kind) = ("maybe", .review)
            _ = try await store.create(review)
            _ = try await store.put(Self.entries(5), bank: "guns")
            #expect(try await store.move(entryIDs: ["e0", "e1", "none"], from: "guns", to: "maybe") == (2, 2))
            #expect(try await store.entries(bank: "guns").entries.map(\.id) == ["e2", "e3", "e4"])
            #expect(try await store.entries(bank: "maybe").entries == [Self.entry("e0"), Self.entry("e1")])
            #expect(try await store.banks().map(\.epoch) == [3, 2])
            #expect(try await store.move(entryIDs: ["none"], from: "guns", to: "maybe") == (2, 0))
            var pdq = Self.bank
            (pdq.name, pdq.fingerprintKind) = ("pdq", .pdq256)
            _ = try await store.create(pdq)
            await #expect(throws: RedisFailure.self) { try await store.move(entryIDs: ["e2"], from: "guns", to: "pdq") }
            await #expect(throws: RedisFailure.self) { try await store.move(entryIDs: ["e2"], from: "guns", to: "none") }
            await #expect(throws: RedisFailure.self) { try await store.move(entryIDs: ["e2"], from: "guns", to: "guns") }
            // A log that is ahead of its epoch: neither bank changes.
            try await client.run("XADD", "holster:{bank:maybe}:log", "900-0", "change", "put")
            await #expect(throws: RedisFailure.self) { try await store.move(entryIDs: ["e2"], from: "guns", to: "maybe") }
            #expect(try await store.entryCount(bank: "guns") == 3)
            #expect(try await store.remove(entryIDs: ["e2"], bank: "guns") == (4, 1))
        }
    }

    @Test func entries_inChunks_giveEveryEntryOfABigBank() async throws {
        try await withBank { _, client, store in
            var next = 0
            _ = try await store.put(bank: "guns") {
                guard next < 12_000 else { return nil }
                defer { next += 500 }
                return (next..<(next + 500)).map { Self.entry("e\($0)") }
            }
            try await client.run("HSET", "holster:{bank:guns}:entries", "bad", "{")
            var ids: Set<String> = []
            var chunkCount = 0
            let malformed = try await store.entries(bank: "guns") { chunk in
                ids.formUnion(chunk.map(\.id))
                chunkCount += 1
            }
            #expect(ids.count == 12_000 && chunkCount > 3 && malformed == 1)
        }
    }

    @Test func log_ofLongBatches_staysBelowTwoHalves() async throws {
        try await withBank { _, client, store in
            let note = String(repeating: "n", count: 8_000)
            let batch = (0..<500).map { number in
                var entry = Self.entry("e\(number)")
                entry.note = note
                return entry
            }
            for _ in 0..<30 { _ = try await store.put(batch, bank: "guns") }
            let bytes = try #require(try await client.run("MEMORY", "USAGE", "holster:{bank:guns}:log", "SAMPLES", "0").number)
            print("MEASURED log after 120 MB of changes: \(bytes >> 20) MiB")
            #expect(bytes > 30 << 20 && bytes < 80 << 20)
            // What is left ends with the last change.
            let last = try await client.run("XREVRANGE", "holster:{bank:guns}:log", "+", "-", "COUNT", "1")
            let epoch = try #require(try await store.banks().first?.epoch)
            #expect(last.elements?.first?.elements?.first?.text == "\(epoch)-0")
        }
    }
}
