public import ModerationCore

extension RedisBankStore {
    /// What became of entries that were put.
    public struct PutOutcome: Sendable, Equatable {
        /// After the last change.
        public var epoch: Int64 = 0
        /// Entries that were given.
        public var entryCount = 0
        /// Those of them that are quarantined, and stayed as they are.
        public var quarantinedCount = 0
    }

    /// Adds or replaces an entry; returns the new epoch.
    public func put(_ entry: BankEntry, bank name: String) async throws(RedisFailure) -> Int64 {
        try await put([entry], bank: name).epoch
    }

    /// Adds or replaces at most ``BankBatch/entryLimit`` entries as one change. Where an id comes twice, the last one stays; a quarantined entry
    /// stays as it is. Entries longer than ``BankBatch`` allows together (2 KB each and more) become several changes.
    public func put(_ entries: [BankEntry], bank name: String) async throws(RedisFailure) -> PutOutcome {
        var outcome = PutOutcome()
        for command in try commands(putting: entries, bank: name) {
            try Self.add(try await client.send(command, deadline: deadline), entryCount: 0, to: &outcome, name)
        }
        outcome.entryCount = entries.count
        return outcome
    }

    /// Puts batch after batch, in order, with several on their way at once; `next` gives them, each of at most ``BankBatch/entryLimit``, and
    /// `nil` at the end. `report` hears how many entries were written so far. Throws at the first batch that fails: what came before it is
    /// written, and putting it all again is harmless.
    @discardableResult
    public func put(
        bank name: String,
        batches next: () async throws -> [BankEntry]?,
        report: (_ entryCount: Int) -> Void = { _ in }
    ) async throws -> PutOutcome {
        var outcome = PutOutcome(epoch: try await existing(name).epoch)
        var underWay: [(promise: RedisReplyPromise, entryCount: Int)] = []
        func settleFirst() async throws {
            let first = underWay.removeFirst()
            try Self.add(try await first.promise.value(), entryCount: first.entryCount, to: &outcome, name)
            report(outcome.entryCount)
        }
        while let entries = try await next() {
            for (index, command) in try commands(putting: entries, bank: name).enumerated() {
                // Redis serves nobody else between two that it has already.
                if underWay.count >= Self.batchesUnderWay { try await settleFirst() }
                underWay.append((try client.begin(command, deadline: deadline), index == 0 ? entries.count : 0))
            }
        }
        while !underWay.isEmpty { try await settleFirst() }
        return outcome
    }

    private static let batchesUnderWay = 2

    /// Why an entry cannot enter a bank of such fingerprints; `nil` when it can.
    public static func problem(with entry: BankEntry, fingerprintKind kind: FingerprintKind) -> String? {
        guard BankEntryDocument.isValid(id: entry.id) else {
            return "entry id '\(entry.id)': 1–128 bytes without control characters"
        }
        guard let fingerprint = Fingerprint(kind: kind, hexadecimal: entry.fingerprint) else {
            return "'\(entry.fingerprint)' is no \(kind.rawValue) fingerprint in hexadecimal"
        }
        guard fingerprint.isPlausible else {
            return "'\(entry.fingerprint)' is the fingerprint of a flat picture, and would match others"
        }
        guard let document = BankEntryDocument.encode(entry), document.count <= BankEntryDocument.byteLimit else {
            return "the entry '\(entry.id)' is longer than \(BankEntryDocument.byteLimit) bytes"
        }
        return nil
    }

    /// The commands that put entries: one, or several where they are too long for one. The kind of the fingerprints is read off the first one's
    /// length; the script compares it with the bank's.
    private func commands(putting entries: [BankEntry], bank name: String) throws(RedisFailure) -> [RedisCommand] {
        let keys = try self.keys(name)
        guard (1...BankBatch.entryLimit).contains(entries.count) else {
            throw .invalid("a batch has 1–\(BankBatch.entryLimit) entries, not \(entries.count)")
        }
        let digitCount = entries.first?.fingerprint.utf8.count ?? 0
        let kind = FingerprintKind.allCases.first { $0.bitCount / 4 == digitCount } ?? .phash64
        var documents: [[UInt8]] = []
        documents.reserveCapacity(entries.count)
        for entry in entries {
            guard BankEntryDocument.isValid(id: entry.id),
                BankEntryDocument.isValid(fingerprint: entry.fingerprint, kind: kind),
                let document = BankEntryDocument.encode(entry), document.count <= BankEntryDocument.byteLimit
            else {
                throw .invalid(Self.problem(with: entry, fingerprintKind: kind) ?? "entry '\(entry.id)'")
            }
            documents.append(document)
        }
        let head = ["EVAL", BankScripts.put, "3", keys.meta, keys.entries, keys.log, kind.rawValue].map { Array($0.utf8) }
        return BankBatch.runs(documents.map(\.count)).map { run in
            var arguments = head
            arguments.reserveCapacity(head.count + 2 * run.count)
            for index in run {
                arguments.append(Array(entries[index].id.utf8))
                arguments.append(documents[index])
            }
            return RedisCommand(arguments)
        }
    }

    private static func add(
        _ reply: RedisReply,
        entryCount: Int,
        to outcome: inout PutOutcome,
        _ name: String
    ) throws(RedisFailure) {
        guard let parts = reply.elements, parts.count == 2, case .integer(let epoch) = parts[0],
            case .integer(let quarantinedCount) = parts[1]
        else { throw .unexpectedReply("EVAL") }
        if epoch == -2 { throw .invalid("bank \(name) holds fingerprints of another kind") }
        if epoch < 0 { throw .invalid("there is no bank \(name)") }
        outcome.epoch = epoch
        outcome.entryCount += entryCount
        outcome.quarantinedCount += Int(clamping: quarantinedCount)
    }
}
