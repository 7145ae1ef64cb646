internal import ModerationCore

/// What both the store and the follower read of banks.
struct RedisBankReader: Sendable {
    let client: RedisClient

    func names(deadline: Deadline) async throws(RedisFailure) -> [BankKeys] {
        let reply = try await client.send(RedisCommand("SMEMBERS", BankKeys.registry), deadline: deadline)
        return (reply.elements ?? []).compactMap { $0.text.flatMap { BankKeys(name: $0) } }
    }

    /// One step of a scan over all keys; the next cursor is "0" at the end.
    func scan(cursor: String, count: Int, deadline: Deadline) async throws(RedisFailure) -> (cursor: String, banks: [BankKeys]) {
        let command = RedisCommand("SCAN", cursor, "MATCH", BankKeys.metaPattern, "COUNT", String(count), "TYPE", "hash")
        let reply = try await client.send(command, deadline: deadline)
        guard let parts = reply.elements, parts.count == 2, let next = parts[0].text, let keys = parts[1].elements else {
            throw .unexpectedReply("SCAN")
        }
        return (next, keys.compactMap { $0.text.flatMap { BankKeys(metaKey: $0) } })
    }

    enum Meta: Equatable {
        case found(BankMetaDocument)
        case absent
        case malformed
    }

    func meta(_ keys: BankKeys, deadline: Deadline) async throws(RedisFailure) -> Meta {
        do throws(RedisFailure) {
            return Self.meta(keys, .success(try await client.send(Self.metaCommand(keys), deadline: deadline)))
        } catch {
            guard case .refused = error else { throw error }
            return .malformed
        }
    }

    /// Many banks' in one go, in their order.
    func metas(_ banks: [BankKeys], deadline: Deadline) async throws(RedisFailure) -> [Meta] {
        let replies = try await client.send(banks.map(Self.metaCommand), deadline: deadline)
        return zip(banks, replies).map(Self.meta)
    }

    private static func metaCommand(_ keys: BankKeys) -> RedisCommand {
        RedisCommand(strings: ["HMGET", keys.meta] + BankMetaDocument.readNames)
    }

    /// A refusal says that another type sits under the key.
    private static func meta(_ keys: BankKeys, _ reply: Result<RedisReply, RedisFailure>) -> Meta {
        guard case .success(let reply) = reply, let values = reply.elements else { return .malformed }
        if values.allSatisfy({ $0 == .null }) { return .absent }
        return BankMetaDocument(name: keys.name, values: values).map { .found($0) } ?? .malformed
    }

    /// How many entries the bank's hash has.
    func count(_ keys: BankKeys, deadline: Deadline) async throws(RedisFailure) -> Int {
        guard let count = try await client.send(RedisCommand("HLEN", keys.entries), deadline: deadline).number else {
            throw .unexpectedReply("HLEN")
        }
        return Int(max(0, count))
    }

    /// Every entry of a bank, in chunks of about ``chunkSize``, each with the number of values that were no entries; an entry may come twice.
    /// While a chunk is worked on the next one is on its way. `timeout` is for each chunk.
    func forEachEntries(
        _ keys: BankKeys,
        kind: FingerprintKind,
        timeout: Duration,
        now: @Sendable () -> ContinuousClock.Instant,
        _ receive: (_ entries: [BankEntry], _ malformedCount: Int) async throws(RedisFailure) -> Void
    ) async throws(RedisFailure) {
        func begin(_ cursor: String) throws(RedisFailure) -> RedisReplyPromise {
            let command = RedisCommand("HSCAN", keys.entries, cursor, "COUNT", String(Self.chunkSize))
            return try client.begin(command, deadline: .after(timeout, from: now()))
        }
        var next: RedisReplyPromise? = try begin("0")
        while let promise = next {
            guard let parts = try await promise.value().elements, parts.count == 2, let cursor = parts[0].text,
                let flat = parts[1].elements
            else {
                throw .unexpectedReply("HSCAN")
            }
            // Whoever was cancelled needs no more of them.
            if Task.isCancelled { throw .notConnected }
            next = cursor == "0" ? nil : try begin(cursor)
            let chunk = Self.entries(flat, kind)
            try await receive(chunk.entries, chunk.malformedCount)
        }
    }

    /// Redis walks as many in about a millisecond, during which it serves nobody else.
    private static let chunkSize = 2_000

    private static func entries(_ flat: [RedisReply], _ kind: FingerprintKind) -> (entries: [BankEntry], malformedCount: Int) {
        var entries: [BankEntry] = []
        entries.reserveCapacity(flat.count / 2)
        var malformedCount = 0
        for index in stride(from: 0, to: flat.count - 1, by: 2) {
            if let id = flat[index].text, let value = flat[index + 1].bytes,
                let entry = BankEntryDocument.decode(value, id: id, fingerprintKind: kind)
            {
                entries.append(entry)
            } else {
                malformedCount += 1
            }
        }
        return (entries, malformedCount)
    }
}
