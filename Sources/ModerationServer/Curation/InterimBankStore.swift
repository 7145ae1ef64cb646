import ModerationCore
import RedisAdapter

extension RedisBankStore {
    func bank(_ name: String) async throws(RedisFailure) -> BankMetadata? { try await banks().first { $0.name == name } }

    func put(_ entries: [BankEntry], bank: String) async throws(RedisFailure) -> Int64 {
        var epoch: Int64 = 0
        for entry in entries { epoch = try await put(entry, bank: bank) }
        return epoch
    }

    func remove(entryIDs: [String], bank: String) async throws(RedisFailure) -> (epoch: Int64, removedCount: Int) {
        var (epoch, count): (Int64, Int) = (0, 0)
        for id in entryIDs {
            guard let next = try await remove(entryID: id, bank: bank) else { continue }
            (epoch, count) = (next, count + 1)
        }
        return (epoch, count)
    }

    func setState(
        _ state: BankEntry.State,
        entryIDs: [String],
        bank: String,
        note: String?
    ) async throws(RedisFailure) -> (epoch: Int64, changedCount: Int) {
        var (epoch, count): (Int64, Int) = (0, 0)
        for var entry in try await entries(bank: bank).entries where entryIDs.contains(entry.id) {
            entry.state = state
            entry.note = note ?? entry.note
            (epoch, count) = (try await put(entry, bank: bank), count + 1)
        }
        return (epoch, count)
    }

    func move(entryIDs: [String], from: String, to: String) async throws(RedisFailure) -> (epoch: Int64, movedCount: Int) {
        let found = try await entries(bank: from).entries.filter { entryIDs.contains($0.id) }
        guard !found.isEmpty else { return (0, 0) }
        _ = try await put(found, bank: to)
        let removed = try await remove(entryIDs: found.map(\.id), bank: from)
        return (removed.epoch, removed.removedCount)
    }

    func eachBatch(bank: String, _ body: ([BankEntry]) async -> Bool) async throws(RedisFailure) -> Int {
        let (all, malformedCount) = try await entries(bank: bank)
        for start in stride(from: 0, to: all.count, by: 500) {
            guard await body(Array(all[start..<min(start + 500, all.count)])) else { break }
        }
        return malformedCount
    }
}

extension PhotoFingerprint {
    var orientations: [Fingerprint] { [fingerprint] }
}
