import Foundation
import ModerationCore
import Screening
import Synchronization
import TestSupport
import Testing

@Suite struct HammingIndexChangeTests {
    /// Small steps, so that a few thousand changes run many merges, on both lanes.
    private static var busyPolicy: MergePolicy {
        var policy = MergePolicy()
        policy.deltaCapacity = 64
        policy.largeEntryCount = 1_500
        return policy
    }

    @Test(arguments: FingerprintKind.allCases, [1, 2, 3] as [UInt64])
    func changes_whenInterleaved_agreeWithADictionary(kind: FingerprintKind, seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let loaded = Fingerprints(kind: kind, clustered: 200, flips: 3, seed: seed)
        let index = HammingIndex(kind: kind, words: loaded.words, rows: loaded.rows, policy: Self.busyPolicy)
        var model = Dictionary(uniqueKeysWithValues: zip(loaded.rows, loaded.entries))
        for step in 0..<20_000 {
            // Rows are used again, and entries lie near others.
            let row = UInt32.random(in: 0..<4_000, using: &random)
            if Int.random(in: 0..<5, using: &random) < 2 {
                index.remove(row: row)
                model[row] = nil
            } else {
                let near = loaded.entries[Int.random(in: 0..<loaded.entries.count, using: &random)]
                let bits = Fingerprints.near(near, kind, flips: Int.random(in: 0...6, using: &random), &random)
                index.insert(bits, row: row)
                model[row] = bits
            }
            if step % 100 == 0 || step > 19_990 {
                expectEqual(index, model, query: loaded.entries[step % loaded.entries.count], radius: 8)
            }
        }
        finishMerges(of: index)
        #expect(index.count == model.count)
        for query in loaded.queries(200, flips: 8, seed: seed) { expectEqual(index, model, query: query, radius: 8) }
    }

    @Test func remove_whenAbsent_changesNothing() {
        let index = HammingIndex(kind: .phash64)
        index.remove(row: 3)
        index.insert(SIMD4(5, 0, 0, 0), row: 3)
        index.remove(row: 4)
        #expect(index.count == 1)
        index.remove(row: 3)
        index.remove(row: 3)
        #expect(index.count == 0)
    }

    @Test func insert_whenRowIsThere_replaces() {
        let index = HammingIndex(kind: .phash64)
        index.insert(SIMD4(5, 0, 0, 0), row: 3)
        index.insert(SIMD4(.max, 0, 0, 0), row: 3)
        #expect(index.count == 1)
        expectEqual(index, [3: SIMD4(.max, 0, 0, 0)], query: .zero, radius: 64)
    }

    @Test func remove_whenAllAreGone_givesTheMemoryBack() {
        let entries = Fingerprints(kind: .pdq256, uniform: 50_000, seed: 4)
        let index = HammingIndex(kind: .pdq256, words: entries.words, rows: entries.rows)
        let full = index.byteCount
        for row in entries.rows { index.remove(row: row) }
        finishMerges(of: index)
        #expect(index.count == 0)
        #expect(index.byteCount < full / 4)
    }

    /// What stays in is found by every lookup, what was removed before the lookups began by none, and nothing twice, while one writer changes
    /// other rows and merges run.
    @Test(arguments: FingerprintKind.allCases)
    func forEachMatch_whileAWriterWorks_findsWhatStays(kind: FingerprintKind) {
        let staying = Fingerprints(kind: kind, uniform: 3_000, seed: 5)
        let index = HammingIndex(kind: kind, words: staying.words, rows: staying.rows, policy: Self.busyPolicy)
        let isDone = Atomic(false)
        let problems = Mutex<[String]>([])
        DispatchQueue.concurrentPerform(iterations: 4) { worker in
            var random = SeededRandom(seed: UInt64(worker))
            if worker == 0 {
                for step in 0..<40_000 {
                    let row = 10_000 + UInt32.random(in: 0..<2_000, using: &random)
                    if step % 3 == 0 {
                        index.remove(row: row)
                    } else {
                        index.insert(Fingerprints.random(kind, &random), row: row)
                    }
                }
                isDone.store(true, ordering: .releasing)
            } else {
                repeat {
                    let row = Int.random(in: 0..<3_000, using: &random)
                    var found: [UInt32] = []
                    index.forEachMatch([staying.entries[row]], radius: 8) { _, row, _ in found.append(row) }
                    if found.count(where: { $0 == row }) != 1 { problems.withLock { $0.append("row \(row) in \(found)") } }
                    if Set(found).count != found.count { problems.withLock { $0.append("twice: \(found)") } }
                } while !isDone.load(ordering: .acquiring)
            }
        }
        #expect(problems.withLock { $0 } == [])
    }

    private func finishMerges(of index: HammingIndex) {
        while index.isMerging { usleep(1_000) }
    }

    private func expectEqual(_ index: HammingIndex, _ model: [UInt32: SIMD4<UInt64>], query: SIMD4<UInt64>, radius: Int) {
        var found: [FoundRow] = []
        index.forEachMatch([query], radius: radius) { _, row, distance in found.append(FoundRow(row: row, distance: distance)) }
        let expected = model.compactMap { row, bits in
            let distance = Fingerprints.distance(bits, query)
            return distance <= radius ? FoundRow(row: row, distance: distance) : nil
        }
        #expect(found.sorted() == expected.sorted())
    }
}
