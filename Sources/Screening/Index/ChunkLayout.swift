/// How the bits of a fingerprint are cut into chunks for a table of a given size, and which buckets of each a radius needs.
///
/// By the pigeonhole principle a fingerprint within `radius` bits is within `flips[i]` bits in at least one chunk i when the sum of
/// `flips[i] + 1` is `radius + 1`; a chunk of −1 flips is not visited. Which chunk gets how many is decided by ``SearchCost``, and so is the
/// radius from which on looking at every entry is cheaper.
package struct ChunkLayout: Sendable {
    package struct Chunk: Sendable, Equatable {
        package var first: Int
        package var width: Int
        /// Lower bits of the chunk that stand in the entries instead of choosing a bucket.
        package var tagBits: Int

        package var bucketBits: Int { width - tagBits }
    }

    package let chunks: [Chunk]
    /// Flips of each chunk by radius; radii behind the last are scanned.
    package let flips: [[Int8]]
    /// Nanoseconds, as ``SearchCost`` expects them, at the radius that the layout was chosen for.
    package let expectedCost: Double

    package static let chunkLimit = 16

    /// The cheapest layout at `radius`; `nil` where a scan is cheaper than all of them.
    package static func cheapest(entryCount: Int, bitCount: Int, radius: Int) -> ChunkLayout? {
        let cost = SearchCost(entryCount: entryCount, bitCount: bitCount)
        var best: ChunkLayout?
        for chunkCount in 2...chunkLimit where chunkCount <= radius + 1 {
            for sharing in 2...6 {
                let chunks = cut(bitCount: bitCount, into: chunkCount, entryCount: entryCount, sharing: sharing)
                let layout = ChunkLayout(chunks: chunks, cost: cost, radius: radius)
                if layout.flips.count > radius, layout.expectedCost < best?.expectedCost ?? cost.scan { best = layout }
            }
        }
        return best
    }

    init(chunks: [Chunk], cost: SearchCost, radius: Int) {
        self.chunks = chunks
        var current = [Int](repeating: -1, count: chunks.count)
        var total = 0.0
        var expected = Double.infinity
        var flips: [[Int8]] = []
        while true {
            // Costs grow faster with every flip, so that the cheapest next flip is part of the cheapest whole.
            let next = chunks.indices
                .filter { current[$0] < chunks[$0].width }
                .map {
                    (
                        index: $0,
                        more: cost.visiting(chunks[$0], flips: current[$0] + 1) - cost.visiting(chunks[$0], flips: current[$0])
                    )
                }
                .min { $0.more < $1.more }
            guard let next, total + next.more < cost.scan else { break }
            total += next.more
            current[next.index] += 1
            if flips.count == radius { expected = total }
            flips.append(current.map { Int8($0) })
        }
        self.flips = flips
        expectedCost = expected
    }

    /// `sharing` is the binary logarithm of how many entries share a bucket.
    static func cut(bitCount: Int, into count: Int, entryCount: Int, sharing: Int) -> [Chunk] {
        let entryBits = max(1, Int.bitWidth - max(1, entryCount - 1).leadingZeroBitCount)
        let tagLimit = 32 - entryBits
        var first = 0
        return (0..<count).map { index in
            // The chunks at the end take the bits that are left over: the first has no tags, so that its table would double.
            let available = bitCount / count + (index >= count - bitCount % count ? 1 : 0)
            defer { first += available }
            if index == 0 { return Chunk(first: first, width: min(available, entryBits + 1), tagBits: 0) }
            let bucketBits = min(available, max(1, entryBits - sharing))
            let tagBits = min(available - bucketBits, tagLimit, 8)
            return Chunk(first: first, width: bucketBits + tagBits, tagBits: tagBits)
        }
    }
}
