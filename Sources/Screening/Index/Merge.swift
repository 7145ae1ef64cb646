import CHammingKernels
import Synchronization

/// One merge of a few tables into one, and the removals that happen while it runs.
final class Merge: Sendable {
    let deltas: [Delta]
    let segments: [Segment]
    let isLarge: Bool
    /// Rows that were removed from one of the inputs after the merge began.
    private let removed = Mutex<[UInt32]>([])

    init(deltas: [Delta], segments: [Segment], isLarge: Bool) {
        self.deltas = deltas
        self.segments = segments
        self.isLarge = isLarge
    }

    func noteRemoval(of row: UInt32) { removed.withLock { $0.append(row) } }

    /// The rows noted since the last call.
    func takeRemovals() -> [UInt32] {
        removed.withLock { rows in
            defer { rows = [] }
            return rows
        }
    }

    /// Works for seconds when the tables are large: for a background thread. `nil` when no entry is left.
    func run(_ builder: SegmentBuilder) -> Segment? {
        let tables = segments.map { ($0.table, $0.count) } + deltas.map { ($0.table, $0.count) }
        return withExtendedLifetime(tables) {
            builder.build(
                tables.map { table, count in
                    SegmentBuilder.Source(
                        words: table.words.withPointer { UnsafePointer($0) },
                        rows: table.rows.withPointer { UnsafePointer($0) },
                        count: count,
                        kept: Self.livePositions(table, count: count)
                    )
                }
            )
        }
    }

    /// Which entries count now: what is removed later is noted, and removed from the result.
    private static func livePositions(_ table: EntryTable, count: Int) -> [UInt64] {
        var kept = [UInt64](repeating: 0, count: (count + 63) / 64)
        table.rows.withPointer { rows in
            for position in 0..<count {
                let bit = table.firstRow.map { Int(rows[position] - $0) } ?? position
                if table.live.contains(bit) { kept[position >> 6] |= 1 << UInt64(position & 63) }
            }
        }
        return kept
    }
}
