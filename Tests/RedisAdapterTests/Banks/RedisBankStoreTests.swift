import Foundation
import ModerationCore
import RedisAdapter
import TestSupport
import Testing

@Suite(.enabled(if: RedisServer.isInstalled)) struct RedisBankStoreTests {
    static let bank = BankMetadata(name: "guns", kind: .block, fingerprintKind: .phash64, radius: 8)

    static func entry(_ id: String, _ fingerprint: String = "00ff00ff00ff00ff") -> BankEntry {
        BankEntry(
            id: id,
            fingerprint: fingerprint,
            source: "test",
            reason: "pistol",
            author: "ada",
            created: UnixTime(milliseconds: 1)
        )
    }

    @Test func changes_always_leaveTheContractsLayout() async throws {
        guard Repository.oraclePython != nil else { return }
        let server = try RedisServer()
        let store = RedisBankStore(client: try await server.client(), time: testTime)
        #expect(try await store.create(Self.bank) == 1)
        #expect(try await store.put(Self.entry("a"), bank: "guns") == 2)
        #expect(try await store.put(Self.entry("b"), bank: "guns") == 3)
        #expect(try await store.remove(entryID: "a", bank: "guns") == 4)
        #expect(try await store.update(bank: "guns", radius: 6, state: .shadow) == 5)
        let replies = try server.oracle([
            ["HGETALL", "holster:{bank:guns}:meta"], ["HGETALL", "holster:{bank:guns}:entries"],
            ["XRANGE", "holster:{bank:guns}:log", "-", "+"],
            ["SMEMBERS", "holster:banks"],
        ])
        var meta = try #require(replies[0] as? [String: String])
        let log = try #require(replies[2] as? [[Any]])
        let fields = log.compactMap { $0.last as? [String: String] }
        // Each message names the one before it, and the meta hash the last.
        #expect(fields.map { $0["after"] } == [""] + fields.dropLast().map { $0["stamp"] })
        #expect(meta.removeValue(forKey: "stamp") == fields.last?["stamp"])
        #expect(meta.removeValue(forKey: "log_bytes") != nil && meta.removeValue(forKey: "log_mark") == "0")
        #expect(meta == ["kind": "block", "fingerprint": "phash64", "radius": "6", "state": "shadow", "epoch": "5"])
        let entries = try #require(replies[1] as? [String: String])
        #expect(Array(entries.keys) == ["b"])
        let document = try JSONSerialization.jsonObject(with: Data(entries["b", default: ""].utf8)) as? [String: Any]
        #expect(Set(document?.keys ?? [:].keys) == ["fingerprint", "source", "reason", "author", "created", "state", "note"])
        #expect(document?["fingerprint"] as? String == "00ff00ff00ff00ff")
        #expect(log.map { $0.first as? String } == ["1-0", "2-0", "3-0", "4-0", "5-0"])
        #expect(log.map { ($0.last as? [String: String])?["change"] } == ["meta", "put", "put", "remove", "meta"])
        #expect(replies[3] as? [String] == ["guns"])
    }

    @Test func create_withAPixelMode_keepsItForTheBanksLife() async throws {
        let server = try RedisServer()
        let client = try await server.client()
        let store = RedisBankStore(client: client, time: testTime)
        var fast = Self.bank
        fast.pixelMode = "fast"
        _ = try await store.create(fast)
        _ = try await store.update(bank: "guns", radius: 6, state: .live)
        #expect(try await store.banks().map(\.pixelMode) == ["fast"])
        #expect(try await client.run("HGET", "holster:{bank:guns}:meta", "pixel_mode") == .bulk(Array("fast".utf8)))
        let log = try await client.run("XRANGE", "holster:{bank:guns}:log", "-", "+")
        let messages = (log.elements ?? []).compactMap { $0.elements?.last }
        #expect(messages.map { $0.field("pixel_mode")?.text } == ["fast", "fast"])
        _ = try await store.drop(bank: "guns")
        _ = try await store.create(Self.bank)
        #expect(try await store.banks().map(\.pixelMode) == [nil], "a new bank under the old name says for itself")
        for odd in ["", "Fast", "a b", String(repeating: "a", count: 33)] {
            var bank = Self.bank
            (bank.name, bank.pixelMode) = ("odd", odd)
            await #expect(throws: RedisFailure.invalid("pixel mode '\(odd)'")) { try await store.create(bank) }
        }
    }

    @Test func lists_ofBanksAndEntries_findAlsoWhatOthersWrote() async throws {
        let server = try RedisServer()
        let client = try await server.client()
        let store = RedisBankStore(client: client, time: testTime)
        _ = try await store.create(Self.bank)
        _ = try await store.put(Self.entry("a"), bank: "guns")
        try await client.run("HSET", "holster:{bank:byhand}:meta", "kind", "allow", "fingerprint", "pdq256", "radius", "31")
        try await client.run("HSET", "holster:{bank:broken}:meta", "kind", "?")
        try await client.run("HSET", "holster:{bank:guns}:entries", "rubbish", "{")
        let banks = try await store.banks()
        #expect(banks.map(\.name) == ["byhand", "guns"])
        #expect(banks.first?.kind == .allow)
        let (entries, malformed) = try await store.entries(bank: "guns")
        #expect(entries == [Self.entry("a")])
        #expect(malformed == 1)
    }

    @Test func changes_ofWhatIsNotThere_areRefusedAndChangeNothing() async throws {
        let server = try RedisServer()
        let client = try await server.client()
        let store = RedisBankStore(client: client, time: testTime)
        await #expect(throws: RedisFailure.self) { try await store.put(Self.entry("a"), bank: "none") }
        await #expect(throws: RedisFailure.self) {
            try await store.create(BankMetadata(name: "a}b", kind: .block, fingerprintKind: .phash64, radius: 1))
        }
        await #expect(throws: RedisFailure.self) {
            try await store.create(BankMetadata(name: "a", kind: .block, fingerprintKind: .phash64, radius: 65))
        }
        _ = try await store.create(Self.bank)
        await #expect(throws: RedisFailure.invalid("bank guns exists")) { try await store.create(Self.bank) }
        await #expect(throws: RedisFailure.self) { try await store.put(Self.entry("a", "00ff"), bank: "guns") }
        #expect(try await store.remove(entryID: "none", bank: "guns") == nil)
        #expect(try await store.banks().first?.epoch == 1)
        #expect(try await client.run("XLEN", "holster:{bank:guns}:log") == .integer(1))
    }

    @Test func drop_thenCreate_keepsTheEpochRunning() async throws {
        let server = try RedisServer()
        let store = RedisBankStore(client: try await server.client(), time: testTime)
        _ = try await store.create(Self.bank)
        _ = try await store.put(Self.entry("a"), bank: "guns")
        #expect(try await store.drop(bank: "guns") == 3)
        #expect(try await store.banks().isEmpty)
        await #expect(throws: RedisFailure.self) { try await store.put(Self.entry("a"), bank: "guns") }
        #expect(try await store.create(Self.bank) == 4)
        #expect(try await store.entries(bank: "guns").entries.isEmpty)
    }

    @Test func put_whenTheLogIsAhead_changesNothing() async throws {
        let server = try RedisServer()
        let client = try await server.client()
        let store = RedisBankStore(client: client, time: testTime)
        _ = try await store.create(Self.bank)
        try await client.run("XADD", "holster:{bank:guns}:log", "900-0", "change", "put")
        await #expect(throws: RedisFailure.self) { try await store.put(Self.entry("a"), bank: "guns") }
        #expect(try await store.entries(bank: "guns").entries.isEmpty)
        #expect(try await store.banks().first?.epoch == 1)
    }

    @Test func put_fromManyTasks_givesEachChangeItsOwnEpoch() async throws {
        let server = try RedisServer()
        let store = RedisBankStore(client: try await server.client(), time: testTime)
        _ = try await store.create(Self.bank)
        let epochs = try await withThrowingTaskGroup(of: Int64.self) { group in
            for number in 0..<200 { group.addTask { try await store.put(Self.entry("e\(number)"), bank: "guns") } }
            return try await group.reduce(into: Set<Int64>()) { $0.insert($1) }
        }
        #expect(epochs == Set(2...201))
    }
}
