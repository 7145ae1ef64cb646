public import ModerationCore

/// Writes banks (`holster bank …`): each change is atomic, moves the epoch by one and leaves one message in the bank's log.
///
/// Scripts travel as text with each command (EVAL): about 2 KB, against 100 KB of a batch, and no cache of Redis's to keep up with after a
/// restart or a failover.
public struct RedisBankStore: Sendable {
    let client: RedisClient
    let reader: RedisBankReader
    let time: TimeSource
    let timeout: Duration

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
        let banks = found.sorted().compactMap { BankKeys(name: $0) }
        return try await reader.metas(banks, deadline: deadline).compactMap { meta in
            if case .found(.bank(let metadata)) = meta { metadata } else { nil }
        }
    }

    // MARK: What the extensions share

    var deadline: Deadline { .after(timeout, from: time.monotonicNow()) }

    func keys(_ name: String) throws(RedisFailure) -> BankKeys {
        guard let keys = BankKeys(name: name) else { throw .invalid("bank name '\(name)': 1–64 of A–Z a–z 0–9 _ . -") }
        return keys
    }

    func existing(_ name: String) async throws(RedisFailure) -> BankMetadata {
        switch try await reader.meta(try keys(name), deadline: deadline) {
        case .found(.bank(let metadata)): return metadata
        case .found(.tombstone), .absent: throw .invalid("there is no bank \(name)")
        case .malformed: throw .invalid("bank \(name) has a damaged meta hash")
        }
    }

    func checked(_ epoch: Int64, _ name: String) throws(RedisFailure) -> Int64 {
        if epoch < 0 { throw .invalid("there is no bank \(name)") }
        return epoch
    }

    private func run(_ script: String, _ keys: BankKeys, _ arguments: [String]) async throws(RedisFailure) -> Int64 {
        let command = RedisCommand(strings: ["EVAL", script, "3", keys.meta, keys.entries, keys.log] + arguments)
        guard case .integer(let epoch) = try await client.send(command, deadline: deadline) else {
            throw .unexpectedReply("EVAL")
        }
        return epoch
    }
}
