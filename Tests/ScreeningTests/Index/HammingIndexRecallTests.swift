import ModerationCore
import Screening
import TestSupport
import Testing

/// Recall against brute force is exactly 1, and nothing is found twice: 26,000 queries in all.
@Suite struct HammingIndexRecallTests {
    private static let plentiful: [(kind: FingerprintKind, radius: Int)] =
        [0, 1, 3, 8, 12, 17].map { (.phash64, $0) } + [0, 5, 14, 31, 40, 60].map { (.pdq256, $0) }

    @Test(arguments: plentiful)
    func forEachMatch_whenUniform_findsWhatBruteForceFinds(kind: FingerprintKind, radius: Int) {
        compare(Fingerprints(kind: kind, uniform: 20_000, seed: 1), radius: radius, queryCount: 1_000)
    }

    @Test(arguments: plentiful)
    func forEachMatch_whenClustered_findsWhatBruteForceFinds(kind: FingerprintKind, radius: Int) {
        compare(Fingerprints(kind: kind, clustered: 2_000, flips: kind.bitCount / 12, seed: 2), radius: radius, queryCount: 1_000)
    }

    /// So far that chunks cannot lead to all of it, up to everything and beyond.
    @Test(arguments: [
        (FingerprintKind.phash64, 31), (.phash64, 64), (.phash64, 1_000), (.pdq256, 100), (.pdq256, 255), (.pdq256, 256),
    ])
    func forEachMatch_whenRadiusIsFar_findsWhatBruteForceFinds(kind: FingerprintKind, radius: Int) {
        compare(Fingerprints(kind: kind, uniform: 20_000, seed: 3), radius: radius, queryCount: 16)
    }

    @Test func forEachMatch_whenRadiusIsNegative_findsNothing() {
        let fingerprints = Fingerprints(kind: .phash64, uniform: 100, seed: 4)
        let index = HammingIndex(kind: .phash64, words: fingerprints.words, rows: fingerprints.rows)
        #expect(find(fingerprints.entries[0], radius: -1, in: index) == [])
    }

    @Test(arguments: FingerprintKind.allCases)
    func forEachMatch_whenEmpty_findsNothing(kind: FingerprintKind) {
        let index = HammingIndex(kind: kind)
        #expect(find(.zero, radius: kind.bitCount, in: index) == [])
        #expect(index.count == 0)
    }

    @Test(arguments: FingerprintKind.allCases)
    func forEachMatch_whenOneEntry_findsIt(kind: FingerprintKind) {
        let bits = Fingerprints(kind: kind, uniform: 1, seed: 5)
        let index = HammingIndex(kind: kind, words: bits.words, rows: [7])
        #expect(find(bits.entries[0], radius: 0, in: index) == [FoundRow(row: 7, distance: 0)])
    }

    @Test func forEachMatch_whenSeveralQueries_numbersThem() {
        let fingerprints = Fingerprints(kind: .pdq256, uniform: 5_000, seed: 6)
        let index = HammingIndex(kind: .pdq256, words: fingerprints.words, rows: fingerprints.rows)
        var found: [Int: UInt32] = [:]
        index.forEachMatch(Array(fingerprints.entries[100..<108]), radius: 31) { query, row, _ in found[query] = row }
        #expect(found == Dictionary(uniqueKeysWithValues: (0..<8).map { ($0, UInt32(100 + $0)) }))
    }

    /// One bucket of every chunk holds 100,000 equal fingerprints, and beside them stand some that share all bits but a few.
    @Test(arguments: FingerprintKind.allCases)
    func forEachMatch_whenAHundredThousandAreEqual_findsEachOnce(kind: FingerprintKind) {
        var fingerprints = Fingerprints(kind: kind, uniform: 20_000, seed: 7)
        var random = SeededRandom(seed: 8)
        fingerprints.entries += Array(repeating: .zero, count: 100_000)
        fingerprints.entries += (0..<500).map { Fingerprints.near(.zero, kind, flips: $0 % 6, &random) }
        let index = HammingIndex(kind: kind, words: fingerprints.words, rows: fingerprints.rows)
        for flips in [0, 1, 4] {
            let query = Fingerprints.near(.zero, kind, flips: flips, &random)
            #expect(find(query, radius: 8, in: index) == bruteForce(fingerprints, query, radius: 8))
        }
        index.remove(row: 50_000)
        #expect(find(.zero, radius: 0, in: index).count { $0.row == 50_000 } == 0)
        #expect(index.count == 120_499)
    }

    /// Half is loaded, half is inserted, so that deltas and several segments take part.
    private func compare(_ fingerprints: Fingerprints, radius: Int, queryCount: Int) {
        var policy = MergePolicy()
        policy.deltaCapacity = 700
        let half = fingerprints.entries.count / 2
        let width = fingerprints.kind.bitCount / 64
        let index = HammingIndex(
            kind: fingerprints.kind,
            words: Array(fingerprints.words.prefix(half * width)),
            rows: Array(fingerprints.rows.prefix(half)),
            policy: policy
        )
        for row in half..<fingerprints.entries.count { index.insert(fingerprints.entries[row], row: UInt32(row)) }
        var differing = 0
        for query in fingerprints.queries(queryCount, flips: min(radius + 1, fingerprints.kind.bitCount), seed: 9) {
            if find(query, radius: radius, in: index) != bruteForce(fingerprints, query, radius: radius) { differing += 1 }
        }
        #expect(differing == 0)
        #expect(index.count == fingerprints.entries.count)
    }

    private func find(_ query: SIMD4<UInt64>, radius: Int, in index: HammingIndex) -> [FoundRow] {
        var found: [FoundRow] = []
        index.forEachMatch([query], radius: radius) { _, row, distance in found.append(FoundRow(row: row, distance: distance)) }
        return found.sorted()
    }

    private func bruteForce(_ fingerprints: Fingerprints, _ query: SIMD4<UInt64>, radius: Int) -> [FoundRow] {
        var found: [FoundRow] = []
        for (row, entry) in fingerprints.entries.enumerated() {
            let distance = Fingerprints.distance(entry, query)
            if distance <= radius { found.append(FoundRow(row: UInt32(row), distance: distance)) }
        }
        return found
    }
}
