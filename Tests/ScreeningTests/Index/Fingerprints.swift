import ModerationCore
import TestSupport

/// Fingerprints for the index's tests, and the answer by looking at every one.
struct Fingerprints {
    let kind: FingerprintKind
    var entries: [SIMD4<UInt64>]

    /// Independent random bits.
    init(kind: FingerprintKind, uniform count: Int, seed: UInt64) {
        var random = SeededRandom(seed: seed)
        self.kind = kind
        entries = (0..<count).map { _ in Self.random(kind, &random) }
    }

    /// `count` seeds, each with nine copies of up to `flips` other bits, and a tenth of all equal to one.
    init(kind: FingerprintKind, clustered count: Int, flips: Int, seed: UInt64) {
        var random = SeededRandom(seed: seed)
        self.kind = kind
        entries = []
        for _ in 0..<count {
            let seed = Self.random(kind, &random)
            entries.append(seed)
            for _ in 0..<9 { entries.append(Self.near(seed, kind, flips: Int.random(in: 0...flips, using: &random), &random)) }
        }
        for index in entries.indices where index % 10 == 3 { entries[index] = entries[0] }
    }

    static func random(_ kind: FingerprintKind, _ random: inout SeededRandom) -> SIMD4<UInt64> {
        var bits = SIMD4<UInt64>()
        for word in 0..<kind.bitCount / 64 { bits[word] = random.next() }
        return bits
    }

    /// `flips` random bits changed, some maybe back.
    static func near(_ bits: SIMD4<UInt64>, _ kind: FingerprintKind, flips: Int, _ random: inout SeededRandom) -> SIMD4<UInt64> {
        var bits = bits
        for _ in 0..<flips {
            let bit = Int.random(in: 0..<kind.bitCount, using: &random)
            bits[bit / 64] ^= 1 << UInt64(bit % 64)
        }
        return bits
    }

    /// Some at random, the others near an entry.
    func queries(_ count: Int, flips: Int, seed: UInt64) -> [SIMD4<UInt64>] {
        var random = SeededRandom(seed: seed)
        return (0..<count).map { index in
            if index % 8 == 0 || entries.isEmpty { return Self.random(kind, &random) }
            let entry = entries[Int.random(in: 0..<entries.count, using: &random)]
            return Self.near(entry, kind, flips: Int.random(in: 0...flips, using: &random), &random)
        }
    }

    var words: [UInt64] { entries.flatMap { bits in (0..<kind.bitCount / 64).map { bits[$0] } } }
    var rows: [UInt32] { entries.indices.map { UInt32($0) } }

    static func distance(_ left: SIMD4<UInt64>, _ right: SIMD4<UInt64>) -> Int {
        let different = left ^ right
        return different.x.nonzeroBitCount + different.y.nonzeroBitCount + different.z.nonzeroBitCount
            + different.w.nonzeroBitCount
    }
}

/// One match as tests compare it.
struct FoundRow: Hashable, Comparable {
    var row: UInt32
    var distance: Int

    static func < (left: FoundRow, right: FoundRow) -> Bool { left.row < right.row }
}
