/// What a lookup costs in a table of random fingerprints, in nanoseconds.
///
/// The constants are measured on one core of a first-generation EPYC, with layouts of several shapes; only their ratios matter, and a choice
/// that is off costs time, never recall.
struct SearchCost: Sendable {
    let entryCount: Int
    let bitCount: Int

    /// One bucket: its bounds and its first line of entries come from memory.
    private static let bucket = 50.0
    /// One listed entry whose tag is looked at.
    private static let listed = 2.0
    /// One candidate, whose fingerprint comes from memory.
    private var candidate: Double { bitCount == 64 ? 11 : 25 }
    /// One entry of a scan.
    private var scanned: Double { bitCount == 64 ? 1.2 : 3.5 }

    var scan: Double { Double(entryCount) * scanned }

    func visiting(_ chunk: ChunkLayout.Chunk, flips: Int) -> Double {
        guard flips >= 0 else { return 0 }
        let entries = Double(entryCount)
        let buckets = Self.within(flips, of: chunk.bucketBits)
        let listed = chunk.tagBits == 0 ? 0 : entries * buckets / Self.powerOfTwo(chunk.bucketBits)
        let candidates = entries * Self.within(flips, of: chunk.width) / Self.powerOfTwo(chunk.width)
        return buckets * Self.bucket + listed * Self.listed + candidates * candidate
    }

    /// How many values of `bits` bits are within `flips` bits of one.
    private static func within(_ flips: Int, of bits: Int) -> Double {
        var term = 1.0
        var sum = 1.0
        for flipped in 0..<max(0, min(flips, bits)) {
            term *= Double(bits - flipped) / Double(flipped + 1)
            sum += term
        }
        return sum
    }

    private static func powerOfTwo(_ exponent: Int) -> Double { Double(sign: .plus, exponent: exponent, significand: 1) }
}
