public import ModerationCore

extension RedisBankStore {
    /// Returns the new epoch; `nil` when there is no such entry.
    public func remove(entryID: String, bank name: String) async throws(RedisFailure) -> Int64? {
        let outcome = try await remove(entryIDs: [entryID], bank: name)
        return outcome.removedCount == 0 ? nil : outcome.epoch
    }

    /// Removes entries, each at most ``BankBatch/entryLimit`` of them as one change. Returns the bank's epoch and how many there were.
    public func remove(
        entryIDs: [String],
        bank name: String
    ) async throws(RedisFailure) -> (epoch: Int64, removedCount: Int) {
        let keys = try self.keys(name)
        let outcome = try await inBatches(entryIDs, bank: name) { batch throws(RedisFailure) in
            let reply = try await run(BankScripts.remove, [keys], batch.map { Array($0.utf8) })
            return (try checked(reply.epoch, name), reply.count)
        }
        return (outcome.epoch, outcome.count)
    }

    /// Moves entries with all they say to another bank of the same kind of fingerprints, where they take the place of entries of the same id,
    /// unless those are quarantined: then the batch stays where it is.
    /// Both banks change at the same moment. Returns the entered bank's epoch and how many there were.
    public func move(
        entryIDs: [String],
        from source: String,
        to target: String
    ) async throws(RedisFailure) -> (epoch: Int64, movedCount: Int) {
        if source == target { throw .invalid("entries move between two banks, not within \(source)") }
        let keys = [try self.keys(source), try self.keys(target)]
        let outcome = try await inBatches(entryIDs, bank: target) { batch throws(RedisFailure) in
            let reply = try await run(BankScripts.move, keys, batch.map { Array($0.utf8) })
            switch reply.epoch {
            case -1: throw .invalid("there is no bank \(source)")
            case -2: throw .invalid("there is no bank \(target)")
            case -4:
                throw .invalid("'\(reply.others.first ?? "")' is quarantined in bank \(target): release it, or remove it first")
            case -3: throw .invalid("banks \(source) and \(target) hold fingerprints of different kinds")
            default: return (reply.epoch, reply.count)
            }
        }
        return (outcome.epoch, outcome.count)
    }

    /// Changes the state of entries, and keeps when and by whom; a `note` of `nil` leaves the notes as they are. Entries that are in that state
    /// already are left alone unless there is a note. Returns the bank's epoch and how many entries changed.
    public func setState(
        _ state: BankEntry.State,
        entryIDs: [String],
        bank name: String,
        note: String?,
        author: String = ""
    ) async throws(RedisFailure) -> (epoch: Int64, changedCount: Int) {
        let metadata = try await existing(name)
        let now = time.wallNow()
        let outcome = try await inBatches(entryIDs, bank: name) { batch throws(RedisFailure) in
            try await change(batch, metadata) { entry in
                if entry.state == state && note == nil { return false }
                entry.state = state
                entry.changed = now
                entry.changedBy = author
                if let note { entry.note = note }
                return true
            }
        }
        return (outcome.epoch, outcome.count)
    }

    /// Reads entries, edits them, and puts them back unless somebody else changed them meanwhile; those are read again.
    private func change(
        _ ids: [String],
        _ metadata: BankMetadata,
        _ edit: (inout BankEntry) -> Bool
    ) async throws(RedisFailure) -> (epoch: Int64, count: Int) {
        let keys = try self.keys(metadata.name)
        var (epoch, count, ids) = (metadata.epoch, 0, ids)
        for _ in 0..<Self.attempts {
            let reply = try await client.send(RedisCommand(strings: ["HMGET", keys.entries] + ids), deadline: deadline)
            guard let values = reply.elements, values.count == ids.count else { throw .unexpectedReply("HMGET") }
            var arguments: [[UInt8]] = []
            for (id, value) in zip(ids, values) {
                guard let old = value.bytes,
                    var entry = BankEntryDocument.decode(old, id: id, fingerprintKind: metadata.fingerprintKind), edit(&entry)
                else { continue }
                guard let new = BankEntryDocument.encode(entry), new.count <= BankEntryDocument.byteLimit else {
                    throw .invalid("the entry '\(id)' is longer than \(BankEntryDocument.byteLimit) bytes")
                }
                arguments += [Array(id.utf8), old, new]
            }
            if arguments.isEmpty { return (epoch, count) }
            let outcome = try await run(BankScripts.replace, [keys], arguments)
            epoch = try checked(outcome.epoch, metadata.name)
            count += outcome.count
            if outcome.others.isEmpty { return (epoch, count) }
            ids = outcome.others
        }
        throw .invalid("entries of bank \(metadata.name) change all the time")
    }

    private static let attempts = 5

    // MARK: Reading

    /// A bank's entries, by id, and how many values were no entries.
    public func entries(bank name: String) async throws(RedisFailure) -> (entries: [BankEntry], malformedCount: Int) {
        let metadata = try await existing(name)
        var byID: [String: BankEntry] = [:]
        var malformedCount = 0
        try await reader.forEachEntries(
            try keys(name),
            kind: metadata.fingerprintKind,
            timeout: timeout,
            now: time.monotonicNow
        ) { chunk, malformed in
            for entry in chunk { byID[entry.id] = entry }
            malformedCount += malformed
        }
        return (byID.values.sorted { $0.id < $1.id }, malformedCount)
    }

    /// Gives a bank's entries in chunks of some thousand, in no order, for exports of any size; returns how many values were no entries. An entry
    /// that stays is given at least once; it may be given twice when the bank grows or shrinks meanwhile.
    public func entries(
        bank name: String,
        _ receive: ([BankEntry]) async throws(RedisFailure) -> Void
    ) async throws(RedisFailure) -> Int {
        let metadata = try await existing(name)
        var malformedCount = 0
        try await reader.forEachEntries(
            try keys(name),
            kind: metadata.fingerprintKind,
            timeout: timeout,
            now: time.monotonicNow
        ) { chunk, malformed throws(RedisFailure) in
            malformedCount += malformed
            if !chunk.isEmpty { try await receive(chunk) }
        }
        return malformedCount
    }

    /// How many entries a bank has.
    public func entryCount(bank name: String) async throws(RedisFailure) -> Int {
        try await reader.count(try keys(name), deadline: deadline)
    }

    /// Entries by their ids, those that there are.
    public func entries(ids: [String], bank name: String) async throws(RedisFailure) -> [BankEntry] {
        let metadata = try await existing(name)
        let keys = try self.keys(name)
        var found: [BankEntry] = []
        for start in stride(from: 0, to: ids.count, by: BankBatch.entryLimit) {
            let batch = Array(ids[start..<min(start + BankBatch.entryLimit, ids.count)])
            let reply = try await client.send(RedisCommand(strings: ["HMGET", keys.entries] + batch), deadline: deadline)
            for (id, value) in zip(batch, reply.elements ?? []) {
                guard let bytes = value.bytes else { continue }
                if let entry = BankEntryDocument.decode(bytes, id: id, fingerprintKind: metadata.fingerprintKind) {
                    found.append(entry)
                }
            }
        }
        return found
    }

    // MARK: Scripts

    private func inBatches(
        _ ids: [String],
        bank name: String,
        _ body: ([String]) async throws(RedisFailure) -> (epoch: Int64, count: Int)
    ) async throws(RedisFailure) -> (epoch: Int64, count: Int) {
        if ids.isEmpty { return (try await existing(name).epoch, 0) }
        var (epoch, count) = (Int64(0), 0)
        for start in stride(from: 0, to: ids.count, by: BankBatch.entryLimit) {
            let outcome = try await body(Array(ids[start..<min(start + BankBatch.entryLimit, ids.count)]))
            epoch = outcome.epoch
            count += outcome.count
        }
        return (epoch, count)
    }

    /// Scripts that answer an epoch, a count, and perhaps ids.
    private func run(
        _ script: String,
        _ banks: [BankKeys],
        _ arguments: [[UInt8]]
    ) async throws(RedisFailure) -> (epoch: Int64, count: Int, others: [String]) {
        let keys = banks.flatMap { [$0.meta, $0.entries, $0.log] }
        let head = ["EVAL", script, String(keys.count)] + keys
        let reply = try await client.send(RedisCommand(head.map { Array($0.utf8) } + arguments), deadline: deadline)
        guard let parts = reply.elements, parts.count >= 2, case .integer(let epoch) = parts[0],
            case .integer(let count) = parts[1]
        else { throw .unexpectedReply("EVAL") }
        let others = parts.count > 2 ? (parts[2].elements ?? []).compactMap(\.text) : []
        return (epoch, Int(clamping: count), others)
    }
}
