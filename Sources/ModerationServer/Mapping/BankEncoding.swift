import ModerationAPI
import ModerationCore

// Banks and entries as the wire carries them.

extension HolsterV1.Bank {
    package init(_ bank: BankMetadata) {
        self.init()
        name = bank.name
        kind = bank.kind.rawValue
        fingerprint = bank.fingerprintKind.rawValue
        radius = UInt32(clamping: bank.radius)
        pixelMode = bank.pixelMode ?? BankMetadata.exactPixels
        state = bank.state.rawValue
        epoch = bank.epoch
    }
}

extension HolsterV1.BankChanged {
    package init(_ bank: BankMetadata, isDryRun: Bool) {
        self.init()
        self.bank = HolsterV1.Bank(bank)
        epoch = bank.epoch
        dryRun = isDryRun
    }
}

extension HolsterV1.BankEntry {
    package init(_ entry: BankEntry) {
        self.init()
        id = entry.id
        fingerprint = entry.fingerprint
        source = entry.source
        reason = entry.reason
        author = entry.author
        createdAtUnixMs = entry.created.milliseconds
        expiresAtUnixMs = entry.expires?.milliseconds
        state = entry.state.rawValue
        note = entry.note
        changedAtUnixMs = entry.changed?.milliseconds
        changedBy = entry.changedBy
    }
}

extension HolsterV1.EntriesChanged {
    package init(_ changed: ChangedEntries) {
        self.init()
        epoch = changed.epoch
        changedCount = UInt32(clamping: changed.count)
    }
}

extension HolsterV1.ImportResponse {
    package init(_ report: ImportReport, isDryRun: Bool) {
        self.init()
        epoch = report.epoch
        acceptedCount = UInt64(clamping: report.acceptedCount)
        quarantinedCount = UInt64(clamping: report.quarantinedCount)
        rejectedCount = UInt64(clamping: report.rejectedCount)
        rejected = report.rejected.map { each in
            var line = HolsterV1.RejectedLine()
            line.line = UInt64(clamping: each.line)
            line.reason = each.reason
            return line
        }
        dryRun = isDryRun
    }
}

extension HolsterV1.BankStats {
    package init(_ statistics: BankSummary) {
        self.init()
        bank = HolsterV1.Bank(statistics.bank)
        liveCount = UInt64(clamping: statistics.countsByState[.live] ?? 0)
        shadowCount = UInt64(clamping: statistics.countsByState[.shadow] ?? 0)
        quarantinedCount = UInt64(clamping: statistics.countsByState[.quarantined] ?? 0)
        expiredCount = UInt64(clamping: statistics.expiredCount)
        malformedCount = UInt64(clamping: statistics.malformedCount)
        countsByAuthor = .init(statistics.countsByAuthor.mapValues { Int64($0) })
        newestAtUnixMs = statistics.newest?.milliseconds
        memory = statistics.memory.map(HolsterV1.BankInMemory.init)
    }
}

extension HolsterV1.BankInMemory {
    package init(_ memory: BankInMemory) {
        self.init()
        epoch = memory.epoch
        entryCount = UInt64(clamping: memory.entryCount)
        staleMs = memory.staleMilliseconds
        matchCount = UInt64(clamping: memory.matchCount)
        mostMatched = memory.mostMatched.map { each in
            var matches = HolsterV1.EntryMatches()
            matches.entryID = each.entryID
            matches.matchCount = UInt64(clamping: each.count)
            return matches
        }
    }
}

extension HolsterV1.ExplainPhotoResponse {
    package init(_ explanation: PhotoExplanation) {
        self.init()
        hashes = explanation.hashes.map(HolsterV1.PhotoHash.init)
        banks = explanation.banks.map(HolsterV1.BankNeighbours.init)
        pixelMode = explanation.pixelMode
        width = UInt32(clamping: explanation.width)
        height = UInt32(clamping: explanation.height)
        sha256 = explanation.sha256
    }
}

extension HolsterV1.PhotoHash {
    init(_ hash: PhotoExplanation.Hash) {
        self.init()
        fingerprint = hash.fingerprint.kind.rawValue
        orientation = hash.orientation.rawValue
        hexadecimal = hash.fingerprint.hexadecimal
        reliable = hash.isReliable
        quality = hash.quality.map { UInt32(clamping: $0) }
    }
}

extension HolsterV1.BankNeighbours {
    init(_ bank: PhotoExplanation.Bank) {
        self.init()
        self.bank = HolsterV1.Bank(bank.metadata)
        nearest = bank.nearest.map { each in
            var neighbour = HolsterV1.Neighbour()
            neighbour.entry = HolsterV1.BankEntry(each.entry)
            neighbour.distance = UInt32(clamping: each.distance)
            neighbour.orientation = each.orientation.rawValue
            neighbour.withinRadius = each.distance <= bank.metadata.radius
            return neighbour
        }
        entryCount = UInt64(clamping: bank.entryCount)
        skipped = bank.skipped ?? ""
    }
}
