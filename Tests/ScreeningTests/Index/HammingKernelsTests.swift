import CHammingKernels
import TestSupport
import Testing

/// The kernels that processors with AVX2 and POPCNT get, against those in plain C.
@Suite struct HammingKernelsTests {
    private typealias Table = UnsafePointer<holster_hamming_table>
    private typealias Room = UnsafeMutablePointer<holster_hamming_match>?

    private static let count = 3_003

    @Test(arguments: [Int32(1), 4], [Int32(0), 1])
    func scan_always_equalsThePlainOne(wordCount: Int32, byPosition: Int32) {
        withTable(wordCount: wordCount, byPosition: byPosition) { table, query in
            for radius in [Int32(0), 24, 31, 100, 128, 256] {
                let plain = found { holster_hamming_scan_portable(table, query, radius, $0, $1) }
                #expect(found { holster_hamming_scan(table, query, radius, $0, $1) } == plain)
            }
        }
    }

    /// Two chunks of the first word, 8 and 10 bits with a tag of 4: what the scan finds within one bucket's reach.
    @Test(arguments: [Int32(1), 4])
    func search_always_equalsThePlainOneAndTheScan(wordCount: Int32) {
        withTable(wordCount: wordCount, byPosition: 0) { table, query in
            var (first, starts) = ([UInt32](repeating: 0, count: 257), [UInt32](repeating: 0, count: 65))
            var entries = [UInt32](repeating: 0, count: Self.count)
            holster_hamming_count(table.pointee.words, wordCount, Self.count, nil, 0, 8, &first)
            holster_hamming_accumulate(&first, 257)
            holster_hamming_list(table.pointee.words, wordCount, Self.count, 8, 10, 4, &starts, &entries)
            first.withUnsafeBufferPointer { first in
                starts.withUnsafeBufferPointer { starts in
                    entries.withUnsafeBufferPointer { entries in
                        let chunks = [
                            holster_hamming_chunk(offsets: first.baseAddress, entries: nil, first: 0, width: 8, tagBits: 0),
                            holster_hamming_chunk(
                                offsets: starts.baseAddress,
                                entries: entries.baseAddress,
                                first: 8,
                                width: 10,
                                tagBits: 4
                            ),
                        ]
                        for flips: [Int8] in [[0, 0], [2, -1], [-1, 3], [4, 4], [8, 10]] {
                            let radius = flips.reduce(-1) { $0 + Int32($1) + 1 }
                            let plain = found { holster_hamming_search_portable(table, chunks, 2, query, radius, flips, $0, $1) }
                            #expect(found { holster_hamming_search(table, chunks, 2, query, radius, flips, $0, $1) } == plain)
                            #expect(Set(found { holster_hamming_scan_portable(table, query, radius, $0, $1) }) == Set(plain))
                            #expect(Set(plain).count == plain.count)
                        }
                    }
                }
            }
        }
    }

    private func found(_ find: (Room, Int) -> Int) -> [[UInt32]] {
        var matches = [holster_hamming_match](repeating: .init(), count: Self.count)
        let count = matches.withUnsafeMutableBufferPointer { find($0.baseAddress, $0.count) }
        return matches.prefix(count).map { [$0.row, $0.distance] }
    }

    /// Entries sorted by their words, some of them equal to or near the query, some not live.
    private func withTable(wordCount: Int32, byPosition: Int32, _ body: (Table, [UInt64]) -> Void) {
        var random = SeededRandom(seed: 1)
        let query = (0..<4).map { _ in random.next() }
        let entries = (0..<Self.count).map { index in
            (0..<Int(wordCount)).map { word in
                switch index % 7 {
                case 0: query[word]
                case 1: query[word] ^ (1 << UInt64.random(in: 0..<64, using: &random))
                default: random.next()
                }
            }
        }.sorted { $0.lexicographicallyPrecedes($1) }
        let words = entries.flatMap { $0 }
        let rows = entries.indices.map { UInt32($0 * 2 + 5) }
        var live = [UInt64](repeating: .max, count: 100)
        live[3] = 0x5555_5555_5555_5555
        words.withUnsafeBufferPointer { words in
            rows.withUnsafeBufferPointer { rows in
                live.withUnsafeBufferPointer { live in
                    let table = holster_hamming_table(
                        words: words.baseAddress,
                        rows: rows.baseAddress,
                        live: live.baseAddress,
                        firstRow: 5,
                        isLiveByPosition: byPosition,
                        wordCount: wordCount,
                        count: UInt32(Self.count)
                    )
                    withUnsafePointer(to: table) { body($0, query) }
                }
            }
        }
    }
}
