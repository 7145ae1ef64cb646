import ModerationCore

/// The writing side of one bank: changes rows, and makes the view that shows them.
///
/// A row is never changed while a view shows it. A removed entry's row, its texts and its place in the index are kept until no view from before
/// the removal is held by a reader, so a reader that began earlier still finds the whole bank as it was, under the right names.
struct BankWriter: Sendable {
    /// Later sequence numbers are not given out: the bank is then copied, which begins at 1 again.
    private static let sequenceLimit = UInt32.max - 2

    let ledger: MatchLedger
    private(set) var metadata: BankMetadata
    private var store: EntryStore
    private let index: HammingIndex
    /// That of the current view. What is changed now has the next one.
    private var sequence: UInt32
    /// Views that readers may hold, in the order they were made; the last is the current one.
    private var views: [BankView] = []
    /// Removed rows in the order of their removal. Those before ``freedCount`` are free.
    private var removed: [(row: UInt32, sequence: UInt32)] = []
    private var freedCount = 0

    init(_ metadata: BankMetadata, store: EntryStore, ledger: MatchLedger, firstSequence: UInt32) {
        self.metadata = metadata
        self.store = store
        self.ledger = ledger
        sequence = firstSequence
        let (words, rows) = store.fingerprints(at: firstSequence)
        index = HammingIndex(kind: metadata.fingerprintKind, words: words, rows: rows)
        views = [makeView()]
    }

    /// The bank as of the last ``commit(epoch:)``.
    var view: BankView { views[views.count - 1] }

    // MARK: Changes, seen from the next commit on

    mutating func put(_ entry: BankEntry) {
        var id = entry.id
        let item = store.item(entry)
        store.forgetRejected(id)
        let isStored = id.withUTF8 { put(UnsafeRawBufferPointer($0), item) }
        if !isStored { store.reject(id) }
    }

    private mutating func put(_ id: UnsafeRawBufferPointer, _ item: EntryStore.Item?) -> Bool {
        if let row = store.row(id) {
            if let item, store.holds(row, item) { return true }
            end(row)
        }
        guard let item, let row = store.add(id, item, born: sequence + 1) else { return false }
        index.insert(item.bits, row: row)
        return true
    }

    mutating func remove(_ id: String) {
        store.forgetRejected(id)
        var id = id
        if let row = id.withUTF8({ store.row(UnsafeRawBufferPointer($0)) }) { end(row) }
    }

    /// Takes new metadata; false when the kind of fingerprint changes, since the entries then have to be read anew.
    mutating func update(_ metadata: BankMetadata) -> Bool {
        guard metadata.fingerprintKind == self.metadata.fingerprintKind else { return false }
        self.metadata = metadata
        return true
    }

    private mutating func end(_ row: UInt32) {
        store.end(row, died: sequence + 1)
        removed.append((row, sequence + 1))
    }

    // MARK: Views

    /// Makes the view that shows what was changed. Readers have to be given it before the next change.
    mutating func commit(epoch: Int64) {
        metadata.epoch = max(metadata.epoch, epoch)
        sequence += 1
        views.append(makeView())
    }

    /// The stamp is of the epoch before: the change's own comes behind it, or never.
    mutating func forgetStamp() { metadata.stamp = nil }

    /// The stamp of the current epoch, shown at once.
    mutating func keep(stamp: String?) {
        metadata.stamp = stamp
        sequence += 1
        views.append(makeView())
    }

    /// Frees what only views showed that no reader holds any more.
    mutating func reclaim() {
        var passed = 0
        // The writer's hold on a view that is not the current one can only become the last one: no reader can still take it.
        while passed + 1 < views.count, isKnownUniquelyReferenced(&views[passed]) { passed += 1 }
        views.removeFirst(passed)
        let oldest = views[0].sequence
        while freedCount < removed.count, removed[freedCount].sequence <= oldest {
            index.remove(row: removed[freedCount].row)
            store.free(removed[freedCount].row)
            freedCount += 1
        }
        if freedCount == removed.count || freedCount > 4_096 && freedCount * 2 > removed.count {
            removed.removeFirst(freedCount)
            freedCount = 0
        }
    }

    /// True when no reader holds a view, the current one included: for a bank that readers cannot find any more.
    mutating func isUnread() -> Bool {
        for index in views.indices where !isKnownUniquelyReferenced(&views[index]) { return false }
        return true
    }

    // MARK: Copies

    /// The sequence numbers are used up.
    var isWorn: Bool { sequence >= Self.sequenceLimit }

    /// The same bank in new memory, with sequence numbers from `firstSequence` on.
    func copied(firstSequence: UInt32 = 1) -> BankWriter {
        var load = BankLoad(metadata, expectedCount: store.counts.indexed, firstSequence: firstSequence)
        let table = store.table
        view.forEachRow { row in
            let label = table.label(row)
            let item = EntryStore.Item(
                bits: table.bits(row),
                state: label.state,
                expires: label.expires,
                reason: table.reason(row)
            )
            _ = table.withID(row) { load.add($0, item) }
        }
        for id in store.rejected { load.reject(id) }
        return load.finish(ledger: ledger)
    }

    /// The state that the bank gives an entry; `nil` for none.
    func state(of id: String) -> BankEntry.State? {
        var id = id
        return id.withUTF8 { store.row(UnsafeRawBufferPointer($0)) }.map { store.table.label($0).state }
    }

    private func makeView() -> BankView {
        BankView(
            metadata: metadata,
            sequence: sequence,
            rowCount: store.rowCount,
            counts: store.counts,
            table: store.table,
            index: index,
            ledger: ledger
        )
    }
}
