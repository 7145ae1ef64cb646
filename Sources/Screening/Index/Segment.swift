import CHammingKernels
import Synchronization

/// Many entries with the tables that find them; of all this only which entries still count ever changes.
final class Segment: Sendable {
    /// Where one chunk's values lead; `entries` is absent for chunk 0, whose buckets are runs of the sorted entries.
    struct ChunkTable: Sendable {
        var offsets: MappedArray<UInt32>
        var entries: MappedArray<UInt32>?
    }

    let table: EntryTable
    let layout: ChunkLayout?
    private let chunkTables: [ChunkTable]
    /// The addresses of `chunkTables` as the kernel takes them: valid as long as those, which live as long as this.
    private let chunks: MappedArray<holster_hamming_chunk>
    private let removed = Atomic<Int>(0)

    /// `chunkTables` in the order of the layout's chunks; none without a layout.
    init(table: EntryTable, layout: ChunkLayout?, chunkTables: [ChunkTable]) {
        self.table = table
        self.layout = layout
        self.chunkTables = chunkTables
        chunks = MappedArray(count: chunkTables.count)
        chunks.withPointer { chunks in
            for (index, (chunk, tables)) in zip(layout?.chunks ?? [], chunkTables).enumerated() {
                chunks[index] = holster_hamming_chunk(
                    offsets: tables.offsets.withPointer { UnsafePointer($0) },
                    entries: tables.entries?.withPointer { UnsafePointer($0) },
                    first: Int32(chunk.first),
                    width: Int32(chunk.width),
                    tagBits: Int32(chunk.tagBits)
                )
            }
        }
    }

    /// Entries when it was built.
    var count: Int { table.rows.count }
    var liveCount: Int { count - removed.load(ordering: .relaxed) }

    var byteCount: Int {
        chunkTables.reduce(table.byteCount) { $0 + $1.offsets.byteCount + ($1.entries?.byteCount ?? 0) }
    }

    func contains(row: UInt32) -> Bool {
        guard let first = table.firstRow, row >= first else { return false }
        return table.live.contains(Int(row - first))
    }

    /// Whether the row was here.
    @discardableResult
    func remove(row: UInt32) -> Bool {
        guard let first = table.firstRow, row >= first, table.live.remove(Int(row - first)) else { return false }
        removed.add(1, ordering: .relaxed)
        return true
    }

    func search(_ query: SIMD4<UInt64>, radius: Int, into matches: inout Matches) {
        guard let layout, radius < layout.flips.count else {
            return table.scan(query, radius: radius, count: count, into: &matches)
        }
        table.search(query, radius: radius, chunks: chunks, flips: layout.flips[radius], into: &matches)
    }
}
