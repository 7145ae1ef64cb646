import CHammingKernels

/// Builds a segment out of entries that lie in several places, in time and memory proportional to their number: beside what is built, only
/// a bitmap of the entries that are kept.
struct SegmentBuilder {
    /// Entries to take, out of arrays or a table.
    struct Source {
        private enum Storage {
            case arrays(words: [UInt64], rows: [UInt32])
            case table(EntryTable)
        }

        private let storage: Storage
        let count: Int
        /// A bitmap by position; `nil` for all.
        private let kept: [UInt64]?

        /// All entries that have both words and a row.
        init(words: [UInt64], rows: [UInt32], wordCount: Int) {
            storage = .arrays(words: words, rows: rows)
            count = min(rows.count, words.count / wordCount)
            kept = nil
        }

        /// Those of the table's first `count` entries that count now.
        init(_ table: EntryTable, count: Int) {
            storage = .table(table)
            self.count = count
            kept = table.livePositions(count: count)
        }

        var keptCount: Int { kept.map { $0.reduce(0) { $0 + $1.nonzeroBitCount } } ?? count }

        /// Calls `body` with words, rows and the bitmap of what is kept.
        func withPointers(_ body: (UnsafePointer<UInt64>, UnsafePointer<UInt32>, UnsafePointer<UInt64>?) -> Void) {
            switch storage {
            case .arrays(let words, let rows):
                words.withUnsafeBufferPointer { words in
                    rows.withUnsafeBufferPointer { rows in
                        guard let words = words.baseAddress, let rows = rows.baseAddress else { return }
                        body(words, rows, nil)
                    }
                }
            case .table(let table):
                table.words.withPointer { words in
                    table.rows.withPointer { rows in
                        (kept ?? []).withUnsafeBufferPointer { body(words, rows, $0.baseAddress) }
                    }
                }
            }
        }
    }

    let wordCount: Int
    /// The radius that the tables are laid out for; others are found as well.
    let radius: Int

    /// `nil` where nothing is kept.
    func build(_ sources: [Source]) -> Segment? {
        let count = sources.reduce(0) { $0 + $1.keptCount }
        let layout = ChunkLayout.cheapest(entryCount: count, bitCount: wordCount * 64, radius: radius)
        return build(sources, layout: layout)
    }

    func build(_ sources: [Source], layout: ChunkLayout?) -> Segment? {
        let count = sources.reduce(0) { $0 + $1.keptCount }
        guard count > 0 else { return nil }
        let words = MappedArray<UInt64>(count: count * wordCount)
        let rows = MappedArray<UInt32>(count: count)
        // Without chunks the order does not matter; a sort of its own keeps one path.
        let sorting = layout?.chunks[0] ?? ChunkLayout.Chunk(first: 0, width: 1, tagBits: 0)
        let offsets = sort(sources, by: sorting, into: words, rows)
        let table = withLiveRows(words, rows)
        guard let layout else { return Segment(table: table, layout: nil, chunkTables: []) }
        let leaders = words.withPointer { holster_hamming_leaders($0, Int32(wordCount), count) }
        let lists = layout.chunks.dropFirst().map { list($0, table, leaders: leaders) }
        return Segment(table: table, layout: layout, chunkTables: [.init(offsets: offsets, entries: nil)] + lists)
    }

    /// Returns where the values of the chunk start.
    private func sort(
        _ sources: [Source],
        by chunk: ChunkLayout.Chunk,
        into words: MappedArray<UInt64>,
        _ rows: MappedArray<UInt32>
    ) -> MappedArray<UInt32> {
        let bucketCount = 1 << chunk.width
        let offsets = MappedArray<UInt32>(count: bucketCount + 1)
        let (wordCount, first, width) = (Int32(wordCount), Int32(chunk.first), Int32(chunk.width))
        // One place further on: when every entry has moved its bucket's start by one, the starts are where they belong.
        offsets.withPointer { offsets in
            let cursors = offsets + 1
            for source in sources {
                source.withPointers { holster_hamming_count($0, wordCount, source.count, $2, first, width, cursors) }
            }
            holster_hamming_accumulate(cursors, bucketCount)
            words.withPointer { words in
                rows.withPointer { rows in
                    for source in sources {
                        source.withPointers { from, fromRows, kept in
                            holster_hamming_place(
                                from,
                                fromRows,
                                wordCount,
                                source.count,
                                kept,
                                first,
                                width,
                                cursors,
                                words,
                                rows
                            )
                        }
                    }
                    holster_hamming_order(words, rows, wordCount, offsets, bucketCount)
                }
            }
        }
        return offsets
    }

    private func withLiveRows(_ words: MappedArray<UInt64>, _ rows: MappedArray<UInt32>) -> EntryTable {
        rows.withPointer { pointer in
            let all = UnsafeBufferPointer(start: pointer, count: rows.count)
            let (least, greatest) = all.reduce(into: (UInt32.max, UInt32.min)) { $0 = (min($0.0, $1), max($0.1, $1)) }
            let live = AtomicBitmap(bitCount: Int(greatest - least) + 1)
            for row in all { live.insert(Int(row - least)) }
            return EntryTable(wordCount: wordCount, words: words, rows: rows, live: live, firstRow: least)
        }
    }

    private func list(_ chunk: ChunkLayout.Chunk, _ table: EntryTable, leaders: Int) -> Segment.ChunkTable {
        let offsets = MappedArray<UInt32>(count: (1 << chunk.bucketBits) + 1)
        let entries = MappedArray<UInt32>(count: leaders)
        table.words.withPointer { words in
            offsets.withPointer { offsets in
                entries.withPointer { entries in
                    holster_hamming_list(
                        words,
                        Int32(wordCount),
                        table.rows.count,
                        Int32(chunk.first),
                        Int32(chunk.width),
                        Int32(chunk.tagBits),
                        offsets,
                        entries
                    )
                }
            }
        }
        return Segment.ChunkTable(offsets: offsets, entries: entries)
    }
}
