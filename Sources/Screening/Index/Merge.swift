import Foundation
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

    /// Calls `done` on the same thread, which the system runs when no other thread wants the processor: a merge of millions takes seconds.
    func runOnItsOwnThread(_ builder: SegmentBuilder, done: @escaping @Sendable (Segment?) -> Void) {
        let thread = Thread {
            setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 19)
            done(self.run(builder))
        }
        thread.name = "hamming-merge"
        thread.start()
    }

    /// `nil` when no entry is left.
    private func run(_ builder: SegmentBuilder) -> Segment? {
        builder.build(
            segments.map { SegmentBuilder.Source($0.table, count: $0.count) }
                + deltas.map { SegmentBuilder.Source($0.table, count: $0.count) }
        )
    }
}
