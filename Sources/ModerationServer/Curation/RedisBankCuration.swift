import MediaInput
import ModerationCore
import RedisAdapter

/// Curates the banks in Redis, on behalf of one author.
package struct RedisBankCuration: BankCuration {
    let parts: CurationParts
    /// Whoever the changes are by, as the entries and the log name it.
    let author: String

    package init(_ parts: CurationParts, author: String) {
        self.parts = parts
        self.author = author
    }

    package func banks() async throws(CurationFailure) -> [BankMetadata] {
        try await redis { store throws(RedisFailure) in try await store.banks() }
    }

    package func create(_ draft: BankDraft, reason: String, isDryRun: Bool) async throws(CurationFailure) -> BankMetadata {
        try TextLimit.checkReason(reason)
        var metadata = try draft.metadata(pixelMode: parts.pixelMode.rawValue)
        guard PixelMode(rawValue: metadata.pixelMode ?? "") != nil else {
            throw CurationFailure(.invalid, "pixel_mode: '\(draft.pixelMode ?? "")' is neither exact nor fast")
        }
        if try await banks().contains(where: { $0.name == draft.name }) {
            throw CurationFailure(.exists, "bank \(draft.name) is there already")
        }
        if isDryRun { return metadata }
        let made = metadata
        metadata.epoch = try await redis { store throws(RedisFailure) in try await store.create(made) }
        let kind =
            "\(metadata.kind.rawValue), \(metadata.fingerprintKind.rawValue), radius \(metadata.radius), \(metadata.state.rawValue)"
        parts.log("bank \(metadata.name): created by \(author) (\(kind)), epoch \(metadata.epoch): \(reason)")
        return metadata
    }

    package func update(
        bank name: String,
        radius: Int?,
        state: BankMetadata.State?,
        reason: String,
        isDryRun: Bool
    ) async throws(CurationFailure) -> BankMetadata {
        try TextLimit.checkReason(reason)
        guard radius != nil || state != nil else { throw CurationFailure(.invalid, "radius, state: one of them at least") }
        var metadata = try await bank(name)
        metadata.radius = radius ?? metadata.radius
        metadata.state = state ?? metadata.state
        try BankDraft.check(radius: metadata.radius, metadata.kind, metadata.fingerprintKind)
        metadata.epoch = 0
        if isDryRun { return metadata }
        let wanted = metadata
        metadata.epoch = try await redis { store throws(RedisFailure) in
            try await store.update(bank: name, radius: wanted.radius, state: wanted.state)
        }
        parts.log(
            "bank \(name): radius \(metadata.radius), \(metadata.state.rawValue) by \(author), epoch \(metadata.epoch): \(reason)"
        )
        return metadata
    }

    package func drop(bank name: String, reason: String, isDryRun: Bool) async throws(CurationFailure) -> BankMetadata {
        try TextLimit.checkReason(reason)
        var metadata = try await bank(name)
        metadata.epoch = 0
        if isDryRun { return metadata }
        metadata.epoch = try await redis { store throws(RedisFailure) in try await store.drop(bank: name) }
        parts.log("bank \(name): dropped by \(author), epoch \(metadata.epoch): \(reason)")
        return metadata
    }

    // MARK: entries

    package func add(
        _ records: [EntryRecord],
        bank name: String,
        terms: EntryTerms,
        isDryRun: Bool
    ) async throws(CurationFailure) -> AddedEntries {
        guard (1...CurationLimits.entriesPerCall).contains(records.count) else {
            throw CurationFailure(.invalid, "entries: \(records.count), from 1 to \(CurationLimits.entriesPerCall)")
        }
        try check(terms)
        let metadata = try await bank(name)
        let intake = EntryIntake(
            fingerprintKind: metadata.fingerprintKind,
            terms: terms,
            author: author,
            now: parts.time.wallNow()
        )
        var entries: [BankEntry] = []
        var ids: Set<String> = []
        for (index, record) in records.enumerated() {
            do throws(RecordProblem) {
                let entry = try intake.entry(record)
                guard ids.insert(entry.id).inserted else { throw RecordProblem("id: '\(entry.id)' is there twice") }
                entries.append(entry)
            } catch {
                throw CurationFailure(.invalid, "entries[\(index)].\(error.reason)")
            }
        }
        return try await put(entries, bank: name, isDryRun: isDryRun)
    }

    package func addPhoto(
        _ content: ArraySlice<UInt8>,
        bank name: String,
        terms: EntryTerms,
        isDryRun: Bool
    ) async throws(CurationFailure) -> AddedEntries {
        try check(terms)
        let metadata = try await bank(name)
        let modeName = PixelMode.name(ofBank: metadata.pixelMode)
        guard let mode = PixelMode(rawValue: modeName) else {
            throw CurationFailure(.precondition, "bank \(name) has fingerprints of \(modeName) pixels, which are not made here")
        }
        let photo = try await parts.readPhoto(content, mode)
        guard let made = photo.fingerprint(metadata.fingerprintKind) else {
            throw CurationFailure(.precondition, "\(metadata.fingerprintKind.rawValue) fingerprints are not made here")
        }
        guard made.isReliable else {
            throw CurationFailure(
                .precondition,
                "content: too flat or symmetric for a reliable fingerprint; it would match unrelated photos"
            )
        }
        let intake = EntryIntake(
            fingerprintKind: metadata.fingerprintKind,
            terms: terms,
            author: author,
            now: parts.time.wallNow()
        )
        let entry: BankEntry
        do throws(RecordProblem) {
            entry = try intake.entry(EntryRecord(fingerprint: made.fingerprint.hexadecimal))
        } catch {
            throw CurationFailure(.invalid, error.reason)
        }
        return try await put([entry], bank: name, isDryRun: isDryRun)
    }

    private func put(_ entries: [BankEntry], bank name: String, isDryRun: Bool) async throws(CurationFailure) -> AddedEntries {
        let held = try await redis { store throws(RedisFailure) in try await store.entries(ids: entries.map(\.id), bank: name) }
        if let entry = held.first(where: { $0.state == .quarantined }) {
            throw CurationFailure(.precondition, "'\(entry.id)' is quarantined in bank \(name): release it, or remove it first")
        }
        if isDryRun { return AddedEntries(epoch: 0, entries: entries) }
        let outcome = try await redis { store throws(RedisFailure) in try await store.put(entries, bank: name) }
        guard outcome.quarantinedCount == 0 else {
            let count = "\(outcome.quarantinedCount) of \(entries.count) entries"
            throw CurationFailure(
                .precondition,
                "\(count) were quarantined in bank \(name) meanwhile and stay so; the others were added"
            )
        }
        let epoch = outcome.epoch
        parts.log("bank \(name): \(Self.named(entries.map(\.id))) added by \(author), epoch \(epoch): \(entries[0].reason)")
        return AddedEntries(epoch: epoch, entries: entries)
    }

    package func remove(entryIDs: [String], bank name: String, reason: String) async throws(CurationFailure) -> ChangedEntries {
        try TextLimit.checkReason(reason)
        try CurationLimits.check(entryIDs: entryIDs)
        _ = try await bank(name)
        let change = try await redis { store throws(RedisFailure) in try await store.remove(entryIDs: entryIDs, bank: name) }
        return try changed(change.epoch, change.removedCount, entryIDs, name, "removed", reason)
    }

    package func move(
        entryIDs: [String],
        from: String,
        to: String,
        reason: String
    ) async throws(CurationFailure) -> ChangedEntries {
        try TextLimit.checkReason(reason)
        try CurationLimits.check(entryIDs: entryIDs)
        guard from != to else { throw CurationFailure(.invalid, "to_bank: '\(to)' is the bank that they are in") }
        let (old, new) = (try await bank(from), try await bank(to))
        guard old.fingerprintKind == new.fingerprintKind,
            PixelMode.name(ofBank: old.pixelMode) == PixelMode.name(ofBank: new.pixelMode)
        else {
            let theirs = "\(new.fingerprintKind.rawValue) of \(PixelMode.name(ofBank: new.pixelMode)) pixels"
            let ours = "\(old.fingerprintKind.rawValue) of \(PixelMode.name(ofBank: old.pixelMode)) pixels"
            throw CurationFailure(.precondition, "to_bank: \(to) has fingerprints \(theirs), \(from) has \(ours)")
        }
        let change: (epoch: Int64, movedCount: Int)
        do throws(RedisFailure) {
            change = try await parts.store.move(entryIDs: entryIDs, from: from, to: to)
        } catch {
            // Both banks are there and alike: what is left to refuse is an entry that is quarantined.
            if case .invalid(let what) = error { throw CurationFailure(.precondition, what) }
            throw CurationFailure(error)
        }
        return try changed(change.epoch, change.movedCount, entryIDs, from, "moved to \(to)", reason)
    }

    package func setState(
        _ state: BankEntry.State,
        entryIDs: [String],
        bank name: String,
        reason: String
    ) async throws(CurationFailure) -> ChangedEntries {
        try TextLimit.checkReason(reason)
        try CurationLimits.check(entryIDs: entryIDs)
        _ = try await bank(name)
        let change = try await redis { store throws(RedisFailure) in
            try await store.setState(state, entryIDs: entryIDs, bank: name, note: reason, author: author)
        }
        return try changed(change.epoch, change.changedCount, entryIDs, name, "made \(state.rawValue)", reason)
    }

    private func changed(
        _ epoch: Int64,
        _ count: Int,
        _ ids: [String],
        _ bank: String,
        _ what: String,
        _ reason: String
    ) throws(CurationFailure) -> ChangedEntries {
        guard count > 0 else {
            let which = ids.count == 1 ? "no entry '\(ids[0])'" : "none of these \(ids.count) entries"
            throw CurationFailure(.notFound, "bank \(bank) has \(which)")
        }
        let named = count == ids.count ? Self.named(ids) : "\(count) of \(Self.named(ids))"
        parts.log("bank \(bank): \(named) \(what) by \(author), epoch \(epoch): \(reason)")
        return ChangedEntries(epoch: epoch, count: count)
    }

    // MARK: shared

    func bank(_ name: String) async throws(CurationFailure) -> BankMetadata {
        let found = try await redis { store throws(RedisFailure) in try await store.bank(name) }
        guard let found else { throw CurationFailure(.notFound, "there is no bank \(name)") }
        return found
    }

    func redis<Value>(
        _ body: (RedisBankStore) async throws(RedisFailure) -> Value
    ) async throws(CurationFailure) -> Value {
        do throws(RedisFailure) { return try await body(parts.store) } catch { throw CurationFailure(error) }
    }

    func check(_ terms: EntryTerms) throws(CurationFailure) {
        try TextLimit.checkReason(terms.reason)
        try checkExpiry(terms.expires)
    }

    func checkExpiry(_ expires: UnixTime?) throws(CurationFailure) {
        guard let expires, expires <= parts.time.wallNow() else { return }
        throw CurationFailure(.invalid, "expires: \(TimeText.text(expires)) is in the past")
    }

    /// One by its id, several by their number and the first.
    private static func named(_ ids: [String]) -> String {
        ids.count == 1 ? "entry \(ids[0])" : "\(ids.count) entries (\(ids.first ?? ""), …)"
    }
}
