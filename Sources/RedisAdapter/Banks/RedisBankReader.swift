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
        let command = RedisCommand(strings: ["HMGET", keys.meta] + BankMetaDocument.fieldNames)
        let reply: RedisReply
        do throws(RedisFailure) {
            reply = try await client.send(command, deadline: deadline)
        } catch .refused {
            // Another type sits under the key.
            return .malformed
        }
        guard let values = reply.elements else { return .malformed }
        if values.allSatisfy({ $0 == .null }) { return .absent }
        return BankMetaDocument(name: keys.name, values: values).map { .found($0) } ?? .malformed
    }

    /// One chunk of a bank's entries, about 500 of at most 8 KiB; what is no entry is counted and left out.
    func entries(
        _ keys: BankKeys,
        kind: FingerprintKind,
        cursor: String,
        deadline: Deadline
    ) async throws(RedisFailure) -> (cursor: String, entries: [BankEntry], malformedCount: Int) {
        let reply = try await client.send(RedisCommand("HSCAN", keys.entries, cursor, "COUNT", "500"), deadline: deadline)
        guard let parts = reply.elements, parts.count == 2, let next = parts[0].text, let flat = parts[1].elements else {
            throw .unexpectedReply("HSCAN")
        }
        var entries: [BankEntry] = []
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
        return (next, entries, malformedCount)
    }
}
