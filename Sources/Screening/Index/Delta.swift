import Synchronization

/// The newest entries, in the order of their arrival: appended by the one writer, scanned by readers.
final class Delta: Sendable {
    let capacity: Int
    let table: EntryTable
    /// Entries that readers may look at; what is behind them is being written.
    private let published = Atomic<Int>(0)

    init(wordCount: Int, capacity: Int) {
        self.capacity = capacity
        table = EntryTable(
            wordCount: wordCount,
            words: MappedArray(count: capacity * wordCount),
            rows: MappedArray(count: capacity),
            live: AtomicBitmap(bitCount: capacity),
            firstRow: nil
        )
    }

    var count: Int { published.load(ordering: .acquiring) }
    var isFull: Bool { count == capacity }

    /// Only while it is not full.
    func append(_ bits: SIMD4<UInt64>, row: UInt32) {
        let position = published.load(ordering: .relaxed)
        precondition(position < capacity)
        table.words.withPointer { words in
            for word in 0..<table.wordCount { words[position * table.wordCount + word] = bits[word] }
        }
        table.rows.withPointer { $0[position] = row }
        table.live.insert(position)
        published.store(position + 1, ordering: .releasing)
    }

    /// Whether the row was here.
    func remove(row: UInt32) -> Bool {
        let count = count
        return table.rows.withPointer { rows in
            for position in 0..<count where rows[position] == row && table.live.remove(position) { return true }
            return false
        }
    }

    func search(_ query: SIMD4<UInt64>, radius: Int, into matches: inout Matches) {
        table.scan(query, radius: radius, count: count, into: &matches)
    }
}
