import GRPCTransport
import ModerationAPI
import ModerationCore

/// Curates the banks of a server, whose caller is the author.
package struct RemoteBankCuration: BankCuration {
    let client: HolsterV1.BanksService.Client
    /// Of calls that answer soon; those that read or write whole banks take what they take.
    static let callTimeout = Duration.seconds(30)

    package init(_ client: HolsterV1.BanksService.Client) { self.client = client }

    package func banks() async throws(CurationFailure) -> [BankMetadata] {
        let response = try await call { () throws(GRPCStatus) in
            try await client.listBanks(HolsterV1.ListBanksRequest(), deadline: .now + Self.callTimeout)
        }
        var banks: [BankMetadata] = []
        for bank in response.banks { banks.append(try BankMetadata(bank)) }
        return banks
    }

    package func create(_ draft: BankDraft, reason: String, isDryRun: Bool) async throws(CurationFailure) -> BankMetadata {
        var request = HolsterV1.CreateBankRequest()
        request.bank = draft.name
        request.kind = draft.kind.rawValue
        request.fingerprint = draft.fingerprintKind.rawValue
        request.radius = draft.radius.map { UInt32(clamping: $0) }
        request.pixelMode = draft.pixelMode ?? ""
        request.state = draft.state.rawValue
        request.reason = reason
        request.dryRun = isDryRun
        let sent = request
        return try BankMetadata(
            try await call { () throws(GRPCStatus) in try await client.createBank(sent, deadline: .now + Self.callTimeout) }
        )
    }

    package func update(
        bank: String,
        radius: Int?,
        state: BankMetadata.State?,
        reason: String,
        isDryRun: Bool
    ) async throws(CurationFailure) -> BankMetadata {
        var request = HolsterV1.UpdateBankRequest()
        request.bank = bank
        request.radius = radius.map { UInt32(clamping: $0) }
        request.state = state?.rawValue ?? ""
        request.reason = reason
        request.dryRun = isDryRun
        let sent = request
        return try BankMetadata(
            try await call { () throws(GRPCStatus) in try await client.updateBank(sent, deadline: .now + Self.callTimeout) }
        )
    }

    package func drop(bank: String, reason: String, isDryRun: Bool) async throws(CurationFailure) -> BankMetadata {
        var request = HolsterV1.DropBankRequest()
        request.bank = bank
        request.reason = reason
        request.dryRun = isDryRun
        let sent = request
        return try BankMetadata(
            try await call { () throws(GRPCStatus) in try await client.dropBank(sent, deadline: .now + Self.callTimeout) }
        )
    }

    // MARK: entries

    package func add(
        _ records: [EntryRecord],
        bank: String,
        terms: EntryTerms,
        isDryRun: Bool
    ) async throws(CurationFailure) -> AddedEntries {
        var request = HolsterV1.AddEntriesRequest()
        request.bank = bank
        request.entries = records.map { record in
            var entry = HolsterV1.NewEntry()
            entry.fingerprint = record.fingerprint
            entry.id = record.id ?? ""
            entry.source = record.source ?? terms.source
            return entry
        }
        request.reason = terms.reason
        request.note = terms.note
        request.expiresAtUnixMs = terms.expires?.milliseconds
        request.state = terms.state.rawValue
        request.dryRun = isDryRun
        let sent = request
        let response = try await call { () throws(GRPCStatus) in
            try await client.addEntries(sent, deadline: .now + Self.callTimeout)
        }
        let entries = zip(response.entryIDs, records).map { id, record in
            BankEntry(
                id: id,
                fingerprint: record.fingerprint,
                source: record.source ?? terms.source,
                reason: terms.reason,
                author: "",
                created: UnixTime(milliseconds: 0),
                expires: terms.expires,
                state: terms.state,
                note: terms.note
            )
        }
        return AddedEntries(epoch: response.epoch, entries: entries)
    }

    package func addPhoto(
        _ content: ArraySlice<UInt8>,
        bank: String,
        terms: EntryTerms,
        isDryRun: Bool
    ) async throws(CurationFailure) -> AddedEntries {
        var request = HolsterV1.AddPhotoRequest()
        request.bank = bank
        request.content = content
        request.source = terms.source
        request.reason = terms.reason
        request.note = terms.note
        request.expiresAtUnixMs = terms.expires?.milliseconds
        request.state = terms.state.rawValue
        request.dryRun = isDryRun
        let sent = request
        let response = try await call { () throws(GRPCStatus) in
            try await client.addPhoto(sent, deadline: .now + Self.callTimeout)
        }
        guard let entry = response.entry else {
            throw CurationFailure(.unavailable, "the server did not say which entry it made")
        }
        return AddedEntries(epoch: response.epoch, entries: [try BankEntry(entry)])
    }

    package func remove(entryIDs: [String], bank: String, reason: String) async throws(CurationFailure) -> ChangedEntries {
        var request = HolsterV1.RemoveEntriesRequest()
        request.bank = bank
        request.entryIDs = entryIDs
        request.reason = reason
        let sent = request
        return ChangedEntries(
            try await call { () throws(GRPCStatus) in try await client.removeEntries(sent, deadline: .now + Self.callTimeout) }
        )
    }

    package func move(
        entryIDs: [String],
        from: String,
        to: String,
        reason: String
    ) async throws(CurationFailure) -> ChangedEntries {
        var request = HolsterV1.MoveEntriesRequest()
        request.fromBank = from
        request.toBank = to
        request.entryIDs = entryIDs
        request.reason = reason
        let sent = request
        return ChangedEntries(
            try await call { () throws(GRPCStatus) in try await client.moveEntries(sent, deadline: .now + Self.callTimeout) }
        )
    }

    package func setState(
        _ state: BankEntry.State,
        entryIDs: [String],
        bank: String,
        reason: String
    ) async throws(CurationFailure) -> ChangedEntries {
        var request = HolsterV1.SetEntryStateRequest()
        request.bank = bank
        request.entryIDs = entryIDs
        request.state = state.rawValue
        request.reason = reason
        let sent = request
        return ChangedEntries(
            try await call { () throws(GRPCStatus) in try await client.setEntryState(sent, deadline: .now + Self.callTimeout) }
        )
    }

    /// A server's status becomes a failure that names its code.
    func call<Value>(_ body: () async throws(GRPCStatus) -> Value) async throws(CurationFailure) -> Value {
        do throws(GRPCStatus) { return try await body() } catch { throw CurationFailure(error) }
    }
}

extension CurationFailure {
    init(_ status: GRPCStatus) { self.init(.refused(status.code), "\(status.code): \(status.message)") }
}
