public import ModerationCore

/// Writes banks (`holster bank …`): each change is atomic, moves the epoch by one and leaves one message in the bank's log.
public struct RedisBankStore: Sendable {
    private let client: RedisClient
    private let reader: RedisBankReader
    private let time: TimeSource
    private let timeout: Duration

    /// `timeout` is for each command: people wait, verdicts do not.
    public init(client: RedisClient, time: TimeSource, timeout: Duration = .seconds(5)) {
        self.client = client
        reader = RedisBankReader(client: client)
        self.time = time
        self.timeout = timeout
    }

    /// Returns the first epoch. A name that was removed may be used again; its epoch goes on.
    public func create(_ metadata: BankMetadata) async throws(RedisFailure) -> Int64 {
        let keys = try self.keys(metadata.name)
        guard (0...metadata.fingerprintKind.bitCount).contains(metadata.radius) else {
            throw .invalid("radius \(metadata.radius) is not within 0…\(metadata.fingerprintKind.bitCount)")
        }
        if let mode = metadata.pixelMode, !BankMetaDocument.isValid(pixelMode: mode) { throw .invalid("pixel mode '\(mode)'") }
        // The index first: a name in it without a bank is harmless, a bank without its name would be found late.
        _ = try await client.send(RedisCommand("SADD", BankKeys.registry, metadata.name), deadline: deadline)
        let epoch = try await run(
            BankScripts.create,
            keys,
            [
                metadata.kind.rawValue, metadata.fingerprintKind.rawValue, String(metadata.radius), metadata.state.rawValue,
                metadata.pixelMode ?? "",
            ]
        )
        if epoch < 0 { throw .invalid("bank \(metadata.name) exists") }
        return epoch
    }

    /// Changes radius and state; kind, fingerprint and pixel mode stay for a bank's life.
    public func update(bank name: String, radius: Int, state: BankMetadata.State) async throws(RedisFailure) -> Int64 {
        let metadata = try await existing(name)
        guard (0...metadata.fingerprintKind.bitCount).contains(radius) else {
            throw .invalid("radius \(radius) is not within 0…\(metadata.fingerprintKind.bitCount)")
        }
        return try checked(try await run(BankScripts.update, try keys(name), [String(radius), state.rawValue]), name)
    }

    /// Adds or replaces an entry; returns the new epoch.
    public func put(_ entry: BankEntry, bank name: String) async throws(RedisFailure) -> Int64 {
        let metadata = try await existing(name)
        guard Fingerprint(kind: metadata.fingerprintKind, hexadecimal: entry.fingerprint) != nil else {
            throw .invalid("'\(entry.fingerprint)' is no \(metadata.fingerprintKind.rawValue) fingerprint in hexadecimal")
        }
        guard BankEntryDocument.isValid(id: entry.id) else { throw .invalid("entry id '\(entry.id)'") }
        guard let document = BankEntryDocument.encode(entry), document.count <= BankEntryDocument.byteLimit else {
            throw .invalid("the entry is longer than \(BankEntryDocument.byteLimit) bytes")
        }
        let epoch = try await run(
            BankScripts.put,
            try keys(name),
            [Array(entry.id.utf8), document, Array(metadata.fingerprintKind.rawValue.utf8)]
        )
        return try checked(epoch, name)
    }

    /// Returns the new epoch; `nil` when there is no such entry.
    public func remove(entryID: String, bank name: String) async throws(RedisFailure) -> Int64? {
        let epoch = try checked(try await run(BankScripts.remove, try keys(name), [entryID]), name)
        return epoch == 0 ? nil : epoch
    }

    /// Empties the bank and leaves a tombstone, by which followers drop it.
    public func drop(bank name: String) async throws(RedisFailure) -> Int64 {
        try checked(try await run(BankScripts.drop, try keys(name), [] as [String]), name)
    }

    /// Every bank, by name. Scans all keys as well, to find banks that no `create` of ours made.
    public func banks() async throws(RedisFailure) -> [BankMetadata] {
        var found = Set(try await reader.names(deadline: deadline).map(\.name))
        var cursor = "0"
        repeat {
            let step = try await reader.scan(cursor: cursor, count: 10_000, deadline: deadline)
            found.formUnion(step.banks.map(\.name))
            cursor = step.cursor
        } while cursor != "0"
        var banks: [BankMetadata] = []
        for name in found.sorted() {
            guard let keys = BankKeys(name: name) else { continue }
            if case .found(.bank(let metadata)) = try await reader.meta(keys, deadline: deadline) { banks.append(metadata) }
        }
        return banks
    }

    /// A bank's entries, by id, and how many values were no entries.
    public func entries(bank name: String) async throws(RedisFailure) -> (entries: [BankEntry], malformedCount: Int) {
        let metadata = try await existing(name)
        let keys = try self.keys(name)
        var byID: [String: BankEntry] = [:]
        var malformedCount = 0
        var cursor = "0"
        repeat {
            let step = try await reader.entries(keys, kind: metadata.fingerprintKind, cursor: cursor, deadline: deadline)
            for entry in step.entries { byID[entry.id] = entry }
            malformedCount += step.malformedCount
            cursor = step.cursor
        } while cursor != "0"
        return (byID.values.sorted { $0.id < $1.id }, malformedCount)
    }

    private var deadline: Deadline { .after(timeout, from: time.monotonicNow()) }

    private func keys(_ name: String) throws(RedisFailure) -> BankKeys {
        guard let keys = BankKeys(name: name) else { throw .invalid("bank name '\(name)': 1–64 of A–Z a–z 0–9 _ . -") }
        return keys
    }

    private func existing(_ name: String) async throws(RedisFailure) -> BankMetadata {
        switch try await reader.meta(try keys(name), deadline: deadline) {
        case .found(.bank(let metadata)): return metadata
        case .found(.tombstone), .absent: throw .invalid("there is no bank \(name)")
        case .malformed: throw .invalid("bank \(name) has a damaged meta hash")
        }
    }

    private func checked(_ epoch: Int64, _ name: String) throws(RedisFailure) -> Int64 {
        if epoch < 0 { throw .invalid("there is no bank \(name)") }
        return epoch
    }

    private func run(_ script: String, _ keys: BankKeys, _ arguments: [String]) async throws(RedisFailure) -> Int64 {
        try await run(script, keys, arguments.map { Array($0.utf8) })
    }

    private func run(_ script: String, _ keys: BankKeys, _ arguments: [[UInt8]]) async throws(RedisFailure) -> Int64 {
        let head = ["EVAL", script, "3", keys.meta, keys.entries, keys.log].map { Array($0.utf8) }
        let reply = try await client.send(RedisCommand(head + arguments), deadline: deadline)
        guard case .integer(let epoch) = reply else { throw .unexpectedReply("EVAL") }
        return epoch
    }
}
