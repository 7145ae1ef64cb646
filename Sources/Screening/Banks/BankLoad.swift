import ModerationCore

/// A bank that is being filled and that nobody sees yet: its entries come in any number of parts, and its index is made at the end, at once.
package struct BankLoad: Sendable {
    let metadata: BankMetadata
    private(set) var store: EntryStore
    /// Of the only view there is at the end.
    private let sequence: UInt32

    /// `firstSequence` is the number of the first view: tests begin near the end of the numbers.
    package init(_ metadata: BankMetadata, expectedCount: Int = 0, firstSequence: UInt32 = 1) {
        self.metadata = metadata
        store = EntryStore(kind: metadata.fingerprintKind)
        store.reserve(min(max(expectedCount, 0), RowMap.rowLimit))
        sequence = firstSequence
    }

    /// Of two entries with one id the later counts.
    package mutating func add(_ entries: [BankEntry]) {
        for entry in entries {
            var id = entry.id
            let item = store.item(entry)
            let isAdded = id.withUTF8 { add(UnsafeRawBufferPointer($0), item) }
            if !isAdded { store.reject(id) }
        }
    }

    package var entryCount: Int { store.counts.indexed }

    mutating func reject(_ id: String) { store.reject(id) }

    /// False when the entry may not be matched.
    mutating func add(_ id: UnsafeRawBufferPointer, _ item: EntryStore.Item?) -> Bool {
        if let row = store.row(id) {
            store.end(row, died: sequence)
            store.free(row)
        }
        if store.counts.rejected > 0 { store.forgetRejected(String(decoding: id, as: UTF8.self)) }
        guard let item else { return false }
        return store.add(id, item, born: sequence) != nil
    }

    func finish(ledger: MatchLedger) -> BankWriter {
        BankWriter(metadata, store: store, ledger: ledger, firstSequence: sequence)
    }
}
