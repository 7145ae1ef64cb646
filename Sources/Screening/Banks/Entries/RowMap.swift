/// From the hash of an id to its row: open addressing in one array of 32-bit slots, 5 to 8 bytes a row. Who owns the rows compares the ids.
///
/// A slot is 0 when free; otherwise the row plus one, below six bits of the hash that spare most comparisons with a wrong row.
struct RowMap: Sendable {
    static let rowLimit = 1 << 26 - 1
    private static let rowMask: UInt32 = 1 << 26 - 1

    private var slots: [UInt32] = []
    private(set) var count = 0

    /// Makes room for `count` rows, so that filling does not grow the table again and again.
    mutating func reserve(_ count: Int, hash: (UInt32) -> UInt64) {
        if count > slots.count / 4 * 3 { resize(to: count / 3 * 4 + 16, hash) }
    }

    /// The row with this hash that `isRow` accepts.
    func find(_ hash: UInt64, isRow: (UInt32) -> Bool) -> UInt32? {
        slot(hash, isRow).map { (slots[$0] & Self.rowMask) - 1 }
    }

    /// Adds a row that is not there; `hash` gives the hash of any row there, for when the table grows.
    mutating func insert(_ row: UInt32, hash: UInt64, hashOfRow: (UInt32) -> UInt64) {
        if (count + 1) > slots.count / 4 * 3 { resize(to: slots.count / 2 * 3 + 16, hashOfRow) }
        place(row, hash)
        count += 1
    }

    /// Removes the row, and moves those behind it up, so that no gap cuts a search short.
    mutating func remove(_ row: UInt32, hash: UInt64, hashOfRow: (UInt32) -> UInt64) {
        guard var gap = slot(hash, { $0 == row }) else { return }
        var current = gap
        while true {
            current = current + 1 == slots.count ? 0 : current + 1
            let value = slots[current]
            if value == 0 { break }
            let home = home(hashOfRow((value & Self.rowMask) - 1))
            let staysReachable = gap <= current ? (gap < home && home <= current) : (gap < home || home <= current)
            if staysReachable { continue }
            slots[gap] = value
            gap = current
        }
        slots[gap] = 0
        count -= 1
    }

    private func home(_ hash: UInt64) -> Int {
        Int(truncatingIfNeeded: hash.multipliedFullWidth(by: UInt64(slots.count)).high)
    }

    /// The low bits: the high ones chose the slot.
    private func value(_ row: UInt32, _ hash: UInt64) -> UInt32 {
        UInt32(truncatingIfNeeded: hash & 63) << 26 | (row + 1)
    }

    private func slot(_ hash: UInt64, _ isRow: (UInt32) -> Bool) -> Int? {
        guard !slots.isEmpty else { return nil }
        let tag = UInt32(truncatingIfNeeded: hash & 63)
        var current = home(hash)
        while slots[current] != 0 {
            if slots[current] >> 26 == tag, isRow((slots[current] & Self.rowMask) - 1) { return current }
            current = current + 1 == slots.count ? 0 : current + 1
        }
        return nil
    }

    private mutating func place(_ row: UInt32, _ hash: UInt64) {
        var current = home(hash)
        while slots[current] != 0 { current = current + 1 == slots.count ? 0 : current + 1 }
        slots[current] = value(row, hash)
    }

    private mutating func resize(to size: Int, _ hash: (UInt32) -> UInt64) {
        let old = slots
        slots = [UInt32](repeating: 0, count: size)
        for value in old where value != 0 {
            let row = (value & Self.rowMask) - 1
            place(row, hash(row))
        }
    }
}
