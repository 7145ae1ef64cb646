/// From the hash of an id to its row: open addressing in 32-bit slots, 5 to 8 bytes a row. Who owns the rows compares the ids.
///
/// A slot is 0 when free; otherwise the row plus one, below six bits of the hash that spare most comparisons with a wrong row. The slots are in 4,096
/// parts that grow by themselves: at ten million rows no insertion moves more than a few thousand.
struct RowMap: Sendable {
    static let rowLimit = 1 << 26 - 1
    private static let partCount = 4_096

    private var parts = [Part](repeating: Part(), count: partCount)

    /// Makes room for `count` rows in an empty map, so that filling does not grow the parts again and again.
    mutating func reserve(_ count: Int) {
        guard count > Self.partCount * 16 else { return }
        // Rows fall into parts as hashes do: four standard deviations above the mean are enough for nearly all.
        let mean = Double(count) / Double(Self.partCount)
        let size = Int((mean + 4 * mean.squareRoot()) / 3 * 4) + 4
        for index in parts.indices where parts[index].isEmpty { parts[index] = Part(size: size) }
    }

    /// The row with this hash that `isRow` accepts.
    func find(_ hash: UInt64, isRow: (UInt32) -> Bool) -> UInt32? { parts[Self.part(hash)].find(hash, isRow) }

    /// Adds a row that is not there; `hashOfRow` gives the hash of any row there, for when its part grows.
    mutating func insert(_ row: UInt32, hash: UInt64, hashOfRow: (UInt32) -> UInt64) {
        parts[Self.part(hash)].insert(row, hash, hashOfRow)
    }

    mutating func remove(_ row: UInt32, hash: UInt64, hashOfRow: (UInt32) -> UInt64) {
        parts[Self.part(hash)].remove(row, hash, hashOfRow)
    }

    /// Other bits than those that choose the slot (the high ones) and those that mark it (the low six).
    private static func part(_ hash: UInt64) -> Int { Int(truncatingIfNeeded: hash >> 6) & (partCount - 1) }

    private struct Part: Sendable {
        private static let rowMask: UInt32 = 1 << 26 - 1

        private var slots: [UInt32] = []
        private var count = 0

        init(size: Int = 0) { slots = [UInt32](repeating: 0, count: size) }

        var isEmpty: Bool { count == 0 }

        func find(_ hash: UInt64, _ isRow: (UInt32) -> Bool) -> UInt32? {
            slot(hash, isRow).map { (slots[$0] & Self.rowMask) - 1 }
        }

        mutating func insert(_ row: UInt32, _ hash: UInt64, _ hashOfRow: (UInt32) -> UInt64) {
            if (count + 1) * 4 > slots.count * 3 { resize(to: slots.count / 2 * 3 + 8, hashOfRow) }
            place(row, hash)
            count += 1
        }

        /// Moves the rows behind the gap up, so that it cuts no search short.
        mutating func remove(_ row: UInt32, _ hash: UInt64, _ hashOfRow: (UInt32) -> UInt64) {
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

        private func slot(_ hash: UInt64, _ isRow: (UInt32) -> Bool) -> Int? {
            guard !slots.isEmpty else { return nil }
            let mark = UInt32(truncatingIfNeeded: hash & 63)
            var current = home(hash)
            while slots[current] != 0 {
                if slots[current] >> 26 == mark, isRow((slots[current] & Self.rowMask) - 1) { return current }
                current = current + 1 == slots.count ? 0 : current + 1
            }
            return nil
        }

        private mutating func place(_ row: UInt32, _ hash: UInt64) {
            var current = home(hash)
            while slots[current] != 0 { current = current + 1 == slots.count ? 0 : current + 1 }
            slots[current] = UInt32(truncatingIfNeeded: hash & 63) << 26 | (row + 1)
        }

        private mutating func resize(to size: Int, _ hashOfRow: (UInt32) -> UInt64) {
            let old = slots
            slots = [UInt32](repeating: 0, count: size)
            for value in old where value != 0 {
                let row = (value & Self.rowMask) - 1
                place(row, hashOfRow(row))
            }
        }
    }
}
