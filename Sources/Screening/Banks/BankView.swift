import ModerationCore

/// One bank as of one epoch: what a reader holds while it looks. Nothing that it shows changes or is reused before the reader lets go of it.
final class BankView: Sendable {
    let metadata: BankMetadata
    /// Rows are shown whose life spans this number.
    let sequence: UInt32
    /// Rows from here on are later than this view.
    let rowCount: UInt32
    let counts: EntryCounts
    let table: EntryRows
    /// Has every row of this view, and maybe others.
    let index: HammingIndex
    let ledger: MatchLedger

    init(
        metadata: BankMetadata,
        sequence: UInt32,
        rowCount: UInt32,
        counts: EntryCounts,
        table: EntryRows,
        index: HammingIndex,
        ledger: MatchLedger
    ) {
        self.metadata = metadata
        self.sequence = sequence
        self.rowCount = rowCount
        self.counts = counts
        self.table = table
        self.index = index
        self.ledger = ledger
    }

    /// The bank's, within what its kind of fingerprint can tell; an allow bank's within what excuses the same picture only.
    var radius: Int {
        let kind = metadata.fingerprintKind
        return min(
            max(metadata.radius, 0),
            metadata.kind == .allow ? BankKind.allow.defaultRadius(for: kind) : kind.maximumRadius
        )
    }

    func shows(_ row: UInt32) -> Bool { row < rowCount && table.isVisible(row, at: sequence) }

    /// The nearest entries that have not expired, each with the orientation it is nearest in; by distance, then by id. Live entries, and the
    /// others, are at most `limit` each: what does not act crowds out nothing that does.
    func nearest(_ queries: [SIMD4<UInt64>], limit: Int, now: UnixTime) -> [NearestRows.Candidate] {
        var live = NearestRows(limit: limit, table: table)
        var idle = NearestRows(limit: limit, table: table)
        index.forEachMatch(queries, radius: radius) { query, row, distance in
            guard shows(row) else { return }
            let label = table.label(row)
            guard !label.isExpired(at: now) else { return }
            if label.state == .live, !ledger.hasQuarantines || !ledger.isQuarantined(table.id(row)) {
                live.add(row, distance: distance, query: query)
            } else {
                idle.add(row, distance: distance, query: query)
            }
        }
        return live.finish() + idle.finish()
    }

    /// Calls `body` with every row that is an entry.
    func forEachRow(_ body: (UInt32) throws -> Void) rethrows {
        for row in 0..<rowCount where table.isVisible(row, at: sequence) { try body(row) }
    }
}

/// How many entries of each state a bank has.
struct EntryCounts: Sendable, Equatable {
    var live = 0
    var shadow = 0
    var quarantined = 0
    /// Whose fingerprint is malformed, of another kind, or of no photo of use: not in the bank's index.
    var rejected = 0

    var indexed: Int { live + shadow + quarantined }

    mutating func add(_ change: Int, _ state: BankEntry.State) {
        switch state {
        case .live: live += change
        case .shadow: shadow += change
        case .quarantined: quarantined += change
        }
    }
}
