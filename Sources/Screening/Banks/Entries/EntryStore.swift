import ModerationCore

/// The writer's side of an ``EntryRows``: which id has which row, which rows are free, and how many entries there are.
struct EntryStore: Sendable {
    /// Longer ids enter no bank.
    static let idByteLimit = 1_024
    /// Longer reasons are cut.
    static let reasonByteLimit = 4_096

    let table: EntryRows
    private var rows = RowMap()
    private var pool: TextPool
    private(set) var counts = EntryCounts()
    /// Rows from here on were never used.
    private(set) var rowCount: UInt32 = 0
    private var freeRows: [UInt32] = []
    /// Ids of entries that may not be matched, kept so that a later change of the same id is understood.
    private(set) var rejected: Set<String> = []

    init(kind: FingerprintKind) {
        table = EntryRows(kind: kind)
        pool = TextPool(arena: table.texts)
    }

    /// An entry as it is stored.
    struct Item {
        var bits: SIMD4<UInt64>
        var state: BankEntry.State
        var expires: UnixTime?
        var reason: String
    }

    /// What may be matched of an entry; `nil` for a fingerprint that is malformed or no photo's.
    func item(_ entry: BankEntry) -> Item? {
        guard let fingerprint = Fingerprint(kind: table.kind, hexadecimal: entry.fingerprint), fingerprint.isPlausible else {
            return nil
        }
        return Item(bits: fingerprint.bits, state: entry.state, expires: entry.expires, reason: entry.reason)
    }

    mutating func reserve(_ count: Int) {
        let table = table
        rows.reserve(count) { row in table.withID(row, Self.hash) }
    }

    func row(_ id: UnsafeRawBufferPointer) -> UInt32? {
        rows.find(Self.hash(id)) { row in table.withID(row) { $0.elementsEqual(id) } }
    }

    func holds(_ row: UInt32, _ item: Item) -> Bool {
        let label = table.label(row)
        let wanted = EntryLabel(state: item.state, expires: item.expires)
        return label.state == wanted.state && label.expires == wanted.expires && table.bits(row) == item.bits
            && table.reason(row) == Self.cut(item.reason)
    }

    /// Adds an entry whose id has no row; its row, or `nil` when there is no room for it.
    mutating func add(_ id: UnsafeRawBufferPointer, _ item: Item, born sequence: UInt32) -> UInt32? {
        guard !id.isEmpty, id.count <= Self.idByteLimit else { return nil }
        guard let row = freeRows.last ?? (rowCount < UInt32(RowMap.rowLimit) ? rowCount : nil) else { return nil }
        var label = EntryLabel(state: item.state, expires: item.expires)
        label.endsInFingerprint = FingerprintDigits.end(id, item.bits, wordCount: table.kind.bitCount / 64)
        guard let name = storeID(id, endsInFingerprint: label.endsInFingerprint) else { return nil }
        guard let reason = pool.add(Self.cut(item.reason)) else {
            free(id: name, endsInFingerprint: label.endsInFingerprint)
            return nil
        }
        label.sharesReason = reason.isShared
        if freeRows.isEmpty { rowCount += 1 } else { freeRows.removeLast() }
        table.write(row, .init(bits: item.bits, label: label, id: name, reason: reason.reference), born: sequence)
        let table = table
        rows.insert(row, hash: Self.hash(id)) { row in table.withID(row, Self.hash) }
        counts.add(1, item.state)
        return row
    }

    /// Takes the row's id from the map, and ends its life; its contents stay for views from before `sequence`.
    mutating func end(_ row: UInt32, died sequence: UInt32) {
        let table = table
        rows.remove(row, hash: table.withID(row, Self.hash)) { row in table.withID(row, Self.hash) }
        table.end(row, died: sequence)
        counts.add(-1, table.label(row).state)
    }

    /// Frees a row whose life has ended and that no view shows.
    mutating func free(_ row: UInt32) {
        let label = table.label(row)
        free(id: table.idReference(row), endsInFingerprint: label.endsInFingerprint)
        pool.remove(table.reasonReference(row), isShared: label.sharesReason)
        freeRows.append(row)
    }

    /// The words of every entry's fingerprint, one entry after the other, and their rows.
    func fingerprints(at sequence: UInt32) -> (words: [UInt64], rows: [UInt32]) {
        let wordCount = table.kind.bitCount / 64
        var words: [UInt64] = []
        var rows: [UInt32] = []
        words.reserveCapacity(counts.indexed * wordCount)
        rows.reserveCapacity(counts.indexed)
        for row in 0..<rowCount where table.isVisible(row, at: sequence) {
            let bits = table.bits(row)
            for index in 0..<wordCount { words.append(bits[index]) }
            rows.append(row)
        }
        return (words, rows)
    }

    mutating func reject(_ id: String) {
        rejected.insert(id)
        counts.rejected = rejected.count
    }

    mutating func forgetRejected(_ id: String) {
        guard rejected.remove(id) != nil else { return }
        counts.rejected = rejected.count
    }

    /// What ids have before their fingerprint is shared, any other id is stored alone.
    private mutating func storeID(_ id: UnsafeRawBufferPointer, endsInFingerprint: Bool) -> UInt32? {
        guard endsInFingerprint else { return table.texts.store(id) }
        let head = String(decoding: id.dropLast(table.kind.bitCount / 4), as: UTF8.self)
        guard let shared = pool.add(head) else { return nil }
        guard !shared.isShared else { return shared.reference }
        pool.remove(shared.reference, isShared: false)
        return nil
    }

    private mutating func free(id reference: UInt32, endsInFingerprint: Bool) {
        if endsInFingerprint {
            pool.remove(reference, isShared: true)
        } else {
            table.texts.release(reference)
        }
    }

    private static func hash(_ id: UnsafeRawBufferPointer) -> UInt64 {
        var hasher = Hasher()
        hasher.combine(bytes: id)
        return UInt64(bitPattern: Int64(hasher.finalize()))
    }

    private static func cut(_ reason: String) -> String {
        guard reason.utf8.count > reasonByteLimit else { return reason }
        var kept = reason.utf8.prefix(reasonByteLimit)
        while !kept.isEmpty, String(kept) == nil { kept.removeLast() }
        return String(kept) ?? ""
    }
}
