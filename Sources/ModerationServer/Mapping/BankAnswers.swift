import ModerationAPI
import ModerationCore

// A server's answers about banks as curation has them, and what is sent to it: the reverse of `BankEncoding` and `BankDecoding`.

extension BankMetadata {
    init(_ bank: HolsterV1.Bank) throws(CurationFailure) {
        self.init(
            name: bank.name,
            kind: try WireValue.required(bank.kind, "kind"),
            fingerprintKind: try WireValue.required(bank.fingerprint, "fingerprint"),
            radius: Int(bank.radius),
            pixelMode: bank.pixelMode.isEmpty ? nil : bank.pixelMode,
            state: try WireValue.required(bank.state, "state"),
            epoch: bank.epoch
        )
    }

    init(_ changed: HolsterV1.BankChanged) throws(CurationFailure) {
        guard let bank = changed.bank else { throw CurationFailure(.unavailable, "the server did not say how the bank is") }
        try self.init(bank)
        epoch = changed.epoch
    }
}

extension BankEntry {
    init(_ entry: HolsterV1.BankEntry) throws(CurationFailure) {
        self.init(
            id: entry.id,
            fingerprint: entry.fingerprint,
            source: entry.source,
            reason: entry.reason,
            author: entry.author,
            created: UnixTime(milliseconds: entry.createdAtUnixMs),
            expires: entry.expiresAtUnixMs.map { UnixTime(milliseconds: $0) },
            state: try WireValue.required(entry.state, "state"),
            note: entry.note,
            changed: entry.changedAtUnixMs.map { UnixTime(milliseconds: $0) },
            changedBy: entry.changedBy
        )
    }
}

extension ChangedEntries {
    init(_ changed: HolsterV1.EntriesChanged) { self.init(epoch: changed.epoch, count: Int(changed.changedCount)) }
}

extension ImportReport {
    init(_ response: HolsterV1.ImportResponse) {
        self.init()
        epoch = response.epoch
        acceptedCount = Int(clamping: response.acceptedCount)
        quarantinedCount = Int(clamping: response.quarantinedCount)
        rejectedCount = Int(clamping: response.rejectedCount)
        rejected = response.rejected.map { RejectedLine(line: Int(clamping: $0.line), reason: $0.reason) }
    }
}

extension HolsterV1.ImportRequest {
    init(start: HolsterV1.ImportStart) {
        self.init()
        part = .start(start)
    }

    init(_ sent: ImportPart) {
        self.init()
        switch sent {
        case .bytes(let bytes): part = .chunk(bytes)
        case .records(let records):
            var entries = HolsterV1.ImportedEntries()
            entries.entries = records.map(HolsterV1.BankEntry.init)
            part = .entries(entries)
        }
    }
}

extension HolsterV1.BankEntry {
    init(_ record: EntryRecord) {
        self.init()
        id = record.id ?? ""
        fingerprint = record.fingerprint
        source = record.source ?? ""
        reason = record.reason ?? ""
        author = record.author ?? ""
        createdAtUnixMs = record.created?.milliseconds ?? 0
        expiresAtUnixMs = record.expires?.milliseconds
        state = record.state?.rawValue ?? ""
        note = record.note ?? ""
        changedAtUnixMs = record.changed?.milliseconds
        changedBy = record.changedBy ?? ""
    }
}

extension HolsterV1.ImportStart {
    init(_ plan: ImportPlan) {
        self.init()
        bank = plan.bank
        format = plan.format?.rawValue ?? "entries"
        reason = plan.terms.reason
        source = plan.terms.source
        note = plan.terms.note
        expiresAtUnixMs = plan.terms.expires?.milliseconds
        state = plan.terms.state.rawValue
        dryRun = plan.isDryRun
        keepAuthors = plan.keepsAuthors
    }
}

extension BankSummary {
    init(_ stats: HolsterV1.BankStats) throws(CurationFailure) {
        guard let bank = stats.bank else { throw CurationFailure(.unavailable, "the server did not say which bank it speaks of") }
        self.init(bank: try BankMetadata(bank))
        countsByState = [
            .live: Int(clamping: stats.liveCount), .shadow: Int(clamping: stats.shadowCount),
            .quarantined: Int(clamping: stats.quarantinedCount),
        ]
        expiredCount = Int(clamping: stats.expiredCount)
        malformedCount = Int(clamping: stats.malformedCount)
        countsByAuthor = Dictionary(stats.countsByAuthor.entries.map { ($0.key, Int(clamping: $0.value)) }) { _, last in last }
        newest = stats.newestAtUnixMs.map { UnixTime(milliseconds: $0) }
        memory = stats.memory.map { memory in
            BankInMemory(
                epoch: memory.epoch,
                entryCount: Int(clamping: memory.entryCount),
                staleMilliseconds: memory.staleMs,
                matchCount: Int(clamping: memory.matchCount),
                mostMatched: memory.mostMatched.map { ($0.entryID, Int(clamping: $0.matchCount)) }
            )
        }
    }
}

extension PhotoExplanation {
    init(_ response: HolsterV1.ExplainPhotoResponse) throws(CurationFailure) {
        var hashes: [Hash] = []
        for each in response.hashes {
            let kind: FingerprintKind = try WireValue.required(each.fingerprint, "fingerprint")
            guard let fingerprint = Fingerprint(kind: kind, hexadecimal: each.hexadecimal) else {
                throw CurationFailure(.unavailable, "the server's fingerprint '\(each.hexadecimal.prefix(80))' is none")
            }
            hashes.append(
                Hash(
                    fingerprint: fingerprint,
                    orientation: try WireValue.required(each.orientation, "orientation"),
                    isReliable: each.reliable,
                    quality: each.quality.map { Int($0) }
                )
            )
        }
        var banks: [Bank] = []
        for each in response.banks {
            guard let bank = each.bank else { continue }
            var nearest: [Neighbour] = []
            for neighbour in each.nearest {
                guard let entry = neighbour.entry else { continue }
                nearest.append(
                    Neighbour(
                        entry: try BankEntry(entry),
                        distance: Int(neighbour.distance),
                        orientation: try WireValue.required(neighbour.orientation, "orientation")
                    )
                )
            }
            banks.append(
                Bank(
                    metadata: try BankMetadata(bank),
                    nearest: nearest,
                    entryCount: Int(clamping: each.entryCount),
                    skipped: each.skipped.isEmpty ? nil : each.skipped
                )
            )
        }
        self.init(
            hashes: hashes,
            banks: banks,
            pixelMode: response.pixelMode,
            width: Int(response.width),
            height: Int(response.height),
            sha256: response.sha256
        )
    }
}
