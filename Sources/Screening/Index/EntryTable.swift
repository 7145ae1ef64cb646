import CHammingKernels

/// Fingerprints, their rows, and which of them count, in memory that the kernels read.
struct EntryTable: Sendable {
    let wordCount: Int
    /// `wordCount` words for each entry.
    let words: MappedArray<UInt64>
    let rows: MappedArray<UInt32>
    let live: AtomicBitmap
    /// Bit 0 of `live` is this row; `nil` when bits stand for positions.
    let firstRow: UInt32?

    var byteCount: Int { words.byteCount + rows.byteCount + live.words.byteCount }

    /// Appends what is within `radius` of the query among the first `count` entries, by looking at each.
    func scan(_ query: SIMD4<UInt64>, radius: Int, count: Int, into matches: inout Matches) {
        withKernelArguments(query, count: count) { table, query in
            matches.append { room, capacity in
                holster_hamming_scan(table, query, Int32(clamping: radius), room, capacity)
            }
        }
    }

    /// The same through chunks, for a whole table sorted by words. `flips` has one number for each chunk.
    func search(
        _ query: SIMD4<UInt64>,
        radius: Int,
        chunks: MappedArray<holster_hamming_chunk>,
        flips: [Int8],
        into matches: inout Matches
    ) {
        precondition(flips.count == chunks.count)
        withKernelArguments(query, count: rows.count) { table, query in
            chunks.withPointer { chunks in
                flips.withUnsafeBufferPointer { flips in
                    matches.append { room, capacity in
                        holster_hamming_search(
                            table,
                            chunks,
                            Int32(flips.count),
                            query,
                            Int32(clamping: radius),
                            flips.baseAddress,
                            room,
                            capacity
                        )
                    }
                }
            }
        }
    }

    /// Which of the first `count` entries count now, as a bitmap by position.
    func livePositions(count: Int) -> [UInt64] {
        var positions = [UInt64](repeating: 0, count: (count + 63) / 64)
        for position in 0..<count {
            let bit = firstRow.map { Int(rows[position] - $0) } ?? position
            if live.contains(bit) { positions[position >> 6] |= 1 << UInt64(position & 63) }
        }
        return positions
    }

    private func withKernelArguments(
        _ query: SIMD4<UInt64>,
        count: Int,
        _ body: (UnsafePointer<holster_hamming_table>, UnsafePointer<UInt64>) -> Void
    ) {
        precondition(count <= rows.count)
        words.withPointer { words in
            rows.withPointer { rows in
                live.words.withPointer { live in
                    let table = holster_hamming_table(
                        words: words,
                        rows: rows,
                        live: live,
                        firstRow: firstRow ?? 0,
                        isLiveByPosition: firstRow == nil ? 1 : 0,
                        wordCount: Int32(wordCount),
                        count: UInt32(count)
                    )
                    withUnsafePointer(to: table) { table in
                        withUnsafePointer(to: query) { query in
                            query.withMemoryRebound(to: UInt64.self, capacity: 4) { body(table, $0) }
                        }
                    }
                }
            }
        }
    }
}
