package import ModerationCore
import Synchronization

/// Fingerprints of one kind, found by Hamming distance with exact recall.
///
/// New entries go to a flat delta that lookups scan; full deltas become segments, sorted tables that are searched by multi-index hashing
/// or, where that is cheaper, scanned; segments are merged in geometric steps on background threads. A removal marks the entry, and the next merge
/// leaves it out.
///
/// Any number of readers, and one writer at a time (the caller serialises writers). Readers see an immutable list of tables and never wait
/// for a writer's work: the lock that they take guards the exchange of that list alone. Neither inserting nor removing waits for a merge.
///
/// A row is the caller's number for an entry. A table's removal marks are a bitmap from its least to its greatest row: small dense
/// numbers cost least. While a merge runs, its result takes memory beside its inputs: at most as much again as ``byteCount``.
package final class HammingIndex: Sendable {
    /// What readers look at. A change of it is a new one; only the last delta grows.
    private struct View: Sendable {
        var segments: [Segment] = []
        /// The last one takes insertions.
        var deltas: [Delta]
    }

    package let kind: FingerprintKind
    private let policy: MergePolicy
    private let builder: SegmentBuilder
    private let view: Mutex<View>
    /// Held for a change, and for the moment in which a merge's result takes the place of its inputs. Readers never take it.
    private let merges = Mutex<[Merge]>([])
    private let liveCount: Atomic<Int>

    package convenience init(kind: FingerprintKind) { self.init(kind: kind, words: [], rows: []) }

    /// Loads many entries at once: `words` holds `kind.bitCount / 64` words for each of `rows`, in order. Rows must differ. What has no partner in
    /// the other array is ignored.
    package convenience init(kind: FingerprintKind, words: [UInt64], rows: [UInt32]) {
        self.init(kind: kind, words: words, rows: rows, policy: MergePolicy())
    }

    package init(kind: FingerprintKind, words: [UInt64], rows: [UInt32], policy: MergePolicy) {
        self.kind = kind
        self.policy = policy
        let wordCount = kind.bitCount / 64
        let builder = SegmentBuilder(wordCount: wordCount, radius: kind == .phash64 ? 8 : 31)
        self.builder = builder
        let source = SegmentBuilder.Source(words: words, rows: rows, wordCount: wordCount)
        let segment = builder.build([source])
        liveCount = Atomic(source.count)
        let delta = Delta(wordCount: wordCount, capacity: policy.deltaCapacity)
        view = Mutex(View(segments: segment.map { [$0] } ?? [], deltas: [delta]))
    }

    /// Entries that lookups see.
    package var count: Int { liveCount.load(ordering: .relaxed) }

    /// Bytes of the entries and of what finds them, without merges that are running.
    package var byteCount: Int {
        let view = view.withLock { $0 }
        return view.segments.reduce(0) { $0 + $1.byteCount } + view.deltas.reduce(0) { $0 + $1.table.byteCount }
    }

    // MARK: Reading

    /// Calls `body` with every row within `radius` bits (inclusive) of each query, once for a query and row, in no particular order. Of a change
    /// that happens meanwhile it sees the state before or after; of a row that is inserted anew, maybe neither.
    package func forEachMatch(
        _ queries: [SIMD4<UInt64>],
        radius: Int,
        _ body: (_ query: Int, _ row: UInt32, _ distance: Int) -> Void
    ) {
        guard radius >= 0 else { return }
        let view = view.withLock { $0 }
        var matches = Matches()
        for (index, query) in queries.enumerated() {
            matches.removeAll()
            // The newest first: a row that moves to the delta meanwhile is not found twice.
            for delta in view.deltas.reversed() { delta.search(query, radius: radius, into: &matches) }
            for segment in view.segments { segment.search(query, radius: radius, into: &matches) }
            for match in 0..<matches.count {
                let (row, distance) = matches[match]
                body(index, row, distance)
            }
        }
    }

    // MARK: Writing

    /// Makes `bits` findable under `row` before it returns; an entry that the row had is gone. Unused words must be 0.
    package func insert(_ bits: SIMD4<UInt64>, row: UInt32) {
        merges.withLock { merges in
            remove(row, &merges)
            var delta = view.withLock { $0.deltas[$0.deltas.count - 1] }
            if delta.isFull {
                delta = Delta(wordCount: builder.wordCount, capacity: policy.deltaCapacity)
                view.withLock { $0.deltas.append(delta) }
                startMerges(&merges)
            }
            delta.append(bits, row: row)
            liveCount.add(1, ordering: .relaxed)
        }
    }

    /// Nothing happens when the row is not there.
    package func remove(row: UInt32) {
        merges.withLock { merges in
            remove(row, &merges)
        }
    }

    private func remove(_ row: UInt32, _ merges: inout [Merge]) {
        let view = view.withLock { $0 }
        if let segment = view.segments.first(where: { $0.remove(row: row) }) {
            if let merge = merges.first(where: { $0.segments.contains { $0 === segment } }) {
                merge.noteRemoval(of: row)
            } else if policy.isWorthRewriting(liveCount: segment.liveCount, count: segment.count) {
                startMerges(&merges)
            }
        } else if let delta = view.deltas.reversed().first(where: { $0.remove(row: row) }) {
            merges.first { $0.deltas.contains { $0 === delta } }?.noteRemoval(of: row)
        } else {
            return
        }
        liveCount.subtract(1, ordering: .relaxed)
    }

    // MARK: Merging

    package var isMerging: Bool { merges.withLock { !$0.isEmpty } }

    /// Begins to write all tables anew as one, but those that are being merged already. Nothing happens while another large merge runs.
    package func startFullMerge() {
        merges.withLock { merges in
            guard !merges.contains(where: { $0.isLarge }) else { return }
            let (deltas, segments) = idle(merges)
            if deltas.count + segments.count > 0 { start(Merge(deltas: deltas, segments: segments, isLarge: true), &merges) }
        }
    }

    /// What no merge has taken; the delta that grows is not among it.
    private func idle(_ merges: [Merge]) -> (deltas: [Delta], segments: [Segment]) {
        let view = view.withLock { $0 }
        return (
            view.deltas.dropLast().filter { delta in !merges.contains { $0.deltas.contains { $0 === delta } } },
            view.segments.filter { segment in !merges.contains { $0.segments.contains { $0 === segment } } }
        )
    }

    private func startMerges(_ merges: inout [Merge]) {
        while true {
            let (deltas, segments) = idle(merges)
            let tables =
                deltas.map { MergePolicy.Table(liveCount: $0.count, count: $0.count, isDelta: true) }
                + segments.map { MergePolicy.Table(liveCount: $0.liveCount, count: $0.count, isDelta: false) }
            let (mayBeLarge, mayBeSmall) = (!merges.contains { $0.isLarge }, !merges.contains { !$0.isLarge })
            guard let chosen = policy.next(tables, mayBeLarge: mayBeLarge, mayBeSmall: mayBeSmall) else { return }
            let merge = Merge(
                deltas: chosen.filter { $0 < deltas.count }.map { deltas[$0] },
                segments: chosen.filter { $0 >= deltas.count }.map { segments[$0 - deltas.count] },
                isLarge: chosen.reduce(0) { $0 + tables[$1].liveCount } > policy.largeEntryCount
            )
            start(merge, &merges)
        }
    }

    private func start(_ merge: Merge, _ merges: inout [Merge]) {
        merges.append(merge)
        merge.runOnItsOwnThread(builder) { [weak self] segment in self?.install(segment, of: merge) }
    }

    private func install(_ segment: Segment?, of merge: Merge) {
        // What was removed in the seconds of the merge, before the lock is taken; under it, only the last few.
        var removals = merge.takeRemovals()
        while removals.count > 256 {
            for row in removals { segment?.remove(row: row) }
            removals = merge.takeRemovals()
        }
        merges.withLock { merges in
            for row in removals + merge.takeRemovals() { segment?.remove(row: row) }
            view.withLock { view in
                view.segments.removeAll { old in merge.segments.contains { $0 === old } }
                view.deltas.removeAll { old in merge.deltas.contains { $0 === old } }
                if let segment { view.segments.append(segment) }
            }
            merges.removeAll { $0 === merge }
            startMerges(&merges)
        }
    }
}
