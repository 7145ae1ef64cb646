import Screening
import Testing

@Suite struct ChunkLayoutTests {
    private static let sizes = [1, 100, 5_000, 100_000, 1_000_000, 10_000_000, 100_000_000]

    @Test(arguments: sizes, [(64, 8), (256, 31), (64, 0), (256, 3)])
    func cheapest_always_isExactAtEveryRadius(entryCount: Int, shape: (bitCount: Int, radius: Int)) {
        guard let layout = ChunkLayout.cheapest(entryCount: entryCount, bitCount: shape.bitCount, radius: shape.radius) else {
            return
        }
        #expect(layout.flips.count > shape.radius)
        for (radius, flips) in layout.flips.enumerated() {
            #expect(flips.count == layout.chunks.count)
            #expect(flips.reduce(0) { $0 + Int($1) + 1 } == radius + 1)
            #expect(zip(flips, layout.chunks).allSatisfy { $0 >= -1 && $0 <= $1.width })
        }
    }

    @Test(arguments: sizes, [(64, 8), (256, 31)])
    func cheapest_always_hasChunksThatTheKernelCanRead(entryCount: Int, shape: (bitCount: Int, radius: Int)) {
        guard let layout = ChunkLayout.cheapest(entryCount: entryCount, bitCount: shape.bitCount, radius: shape.radius) else {
            return
        }
        #expect(layout.chunks.count <= ChunkLayout.chunkLimit)
        #expect(layout.chunks[0].first == 0)
        #expect(layout.chunks[0].tagBits == 0)
        for (chunk, next) in zip(layout.chunks, layout.chunks.dropFirst()) { #expect(chunk.first + chunk.width <= next.first) }
        for chunk in layout.chunks {
            #expect(chunk.width >= 1 && chunk.width <= 32 && chunk.bucketBits >= 1 && chunk.first + chunk.width <= shape.bitCount)
            // A position and a tag share 32 bits.
            #expect(entryCount <= 1 << (32 - chunk.tagBits))
        }
    }

    @Test func cheapest_whenFew_isAScan() {
        #expect(ChunkLayout.cheapest(entryCount: 500, bitCount: 64, radius: 8) == nil)
        #expect(ChunkLayout.cheapest(entryCount: 500, bitCount: 256, radius: 31) == nil)
        #expect(ChunkLayout.cheapest(entryCount: 0, bitCount: 64, radius: 8) == nil)
    }

    @Test func cheapest_whenMany_isFarCheaperThanAScan() throws {
        for (bitCount, radius) in [(64, 8), (256, 31)] {
            let layout = try #require(ChunkLayout.cheapest(entryCount: 10_000_000, bitCount: bitCount, radius: radius))
            #expect(layout.expectedCost < 1_000_000)
        }
    }
}
