import ModerationAPI
import ModerationCore

// Requests about banks as curation takes them.

extension BankDraft {
    init(_ request: HolsterV1.CreateBankRequest) throws(CurationFailure) {
        self.init(
            name: request.bank,
            kind: try WireValue.required(request.kind, "kind"),
            fingerprintKind: try WireValue.optional(request.fingerprint, "fingerprint") ?? .phash64,
            radius: request.radius.map { Int($0) },
            pixelMode: request.pixelMode.isEmpty ? nil : request.pixelMode,
            state: try WireValue.optional(request.state, "state") ?? .live
        )
    }
}

extension EntryTerms {
    init(_ request: HolsterV1.AddEntriesRequest) throws(CurationFailure) {
        self.init(
            reason: request.reason,
            note: request.note,
            expires: request.expiresAtUnixMs.map { UnixTime(milliseconds: $0) },
            state: try WireValue.optional(request.state, "state") ?? .live
        )
    }

    init(_ request: HolsterV1.AddPhotoRequest) throws(CurationFailure) {
        self.init(
            reason: request.reason,
            source: request.source,
            note: request.note,
            expires: request.expiresAtUnixMs.map { UnixTime(milliseconds: $0) },
            state: try WireValue.optional(request.state, "state") ?? .live
        )
    }
}

extension EntryRecord {
    init(_ entry: HolsterV1.NewEntry) {
        self.init(fingerprint: entry.fingerprint)
        id = entry.id.isEmpty ? nil : entry.id
        source = entry.source.isEmpty ? nil : entry.source
    }

    init(_ entry: HolsterV1.BankEntry) throws(CurationFailure) {
        self.init(fingerprint: entry.fingerprint)
        id = entry.id.isEmpty ? nil : entry.id
        source = entry.source.isEmpty ? nil : entry.source
        reason = entry.reason.isEmpty ? nil : entry.reason
        author = entry.author.isEmpty ? nil : entry.author
        created = entry.createdAtUnixMs == 0 ? nil : UnixTime(milliseconds: entry.createdAtUnixMs)
        expires = entry.expiresAtUnixMs.map { UnixTime(milliseconds: $0) }
        state = try WireValue.optional(entry.state, "entries.state")
        note = entry.note.isEmpty ? nil : entry.note
        changed = entry.changedAtUnixMs.map { UnixTime(milliseconds: $0) }
        changedBy = entry.changedBy.isEmpty ? nil : entry.changedBy
    }
}

extension ImportPlan {
    init(_ start: HolsterV1.ImportStart) throws(CurationFailure) {
        self.init(
            bank: start.bank,
            format: start.format == "entries" ? nil : try WireValue.required(start.format, "format") as EntryFormat,
            terms: EntryTerms(
                reason: start.reason,
                source: start.source,
                note: start.note,
                expires: start.expiresAtUnixMs.map { UnixTime(milliseconds: $0) },
                state: try WireValue.optional(start.state, "state") ?? .live
            ),
            keepsAuthors: start.keepAuthors,
            isDryRun: start.dryRun
        )
    }
}
