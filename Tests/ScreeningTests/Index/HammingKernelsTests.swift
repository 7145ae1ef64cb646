import CHammingKernels
import TestSupport
import Testing

/// The kernels that processors with AVX2 get, against those in plain C.
@Suite struct HammingKernelsTests {
    @Test(arguments: [1, 4])
    func scan_always_equalsThePlainOne(wordCount: Int) {
        var random = SeededRandom(seed: 1)
        let words = (0..<1_003 * wordCount).map { _ in random.next() }
        let rows = (0..<1_003).map { UInt32($0 * 2 + 5) }
        var live = [UInt64](repeating: .max, count: 40)
        live[3] = 0x5555_5555_5555_5555
        let query = (0..<4).map { _ in random.next() }
        for radius in [Int32(0), 24, 31, 100, 128, 256] {
            for byPosition in [Int32(0), 1] {
                func found(_ scan: (UnsafePointer<holster_hamming_table>, UnsafeMutablePointer<holster_hamming_match>) -> Int)
                    -> [[UInt32]]
                {
                    var table = holster_hamming_table(
                        words: words.withUnsafeBufferPointer { $0.baseAddress },
                        rows: rows.withUnsafeBufferPointer { $0.baseAddress },
                        live: live.withUnsafeBufferPointer { $0.baseAddress },
                        firstRow: 5,
                        isLiveByPosition: byPosition,
                        wordCount: Int32(wordCount),
                        count: 1_003
                    )
                    var matches = [holster_hamming_match](repeating: .init(), count: 1_003)
                    let count = matches.withUnsafeMutableBufferPointer { room in room.baseAddress.map { scan(&table, $0) } ?? 0 }
                    return matches.prefix(count).map { [$0.row, $0.distance] }
                }
                withExtendedLifetime((words, rows, live)) {
                    let plain = found { holster_hamming_scan_portable($0, query, radius, $1, 1_003) }
                    #expect(found { holster_hamming_scan($0, query, radius, $1, 1_003) } == plain)
                }
            }
        }
    }
}
