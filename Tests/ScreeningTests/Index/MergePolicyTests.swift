import Screening
import Testing

@Suite struct MergePolicyTests {
    private let policy = MergePolicy()

    private func delta(_ count: Int = 4_096) -> MergePolicy.Table { .init(liveCount: count, count: count, isDelta: true) }
    private func segment(_ live: Int, of count: Int? = nil) -> MergePolicy.Table {
        .init(liveCount: live, count: count ?? live, isDelta: false)
    }

    private func next(_ tables: [MergePolicy.Table], large: Bool = true, small: Bool = true) -> [Int]? {
        policy.next(tables, mayBeLarge: large, mayBeSmall: small)?.sorted()
    }

    @Test func next_whenNothingIsThere_isNothing() { #expect(next([]) == nil) }

    @Test func next_whenASegmentIsMuchLarger_mergesTheDeltaAlone() { #expect(next([delta(), segment(1_000_000)]) == [0]) }

    @Test func next_whenSizesAreNear_mergesThem() {
        #expect(next([delta(), segment(10_000), segment(40_000), segment(9_000_000)]) == [0, 1, 2])
    }

    @Test func next_whenSegmentsAreInSteps_isNothing() {
        #expect(next([segment(5_000), segment(100_000), segment(9_000_000)]) == nil)
    }

    @Test func next_whenALargeMergeRuns_mergesTheSmallOnes() {
        let tables = [delta(), segment(15_000), segment(50_000), segment(250_000), segment(1_000_000)]
        #expect(next(tables) == [0, 1, 2, 3, 4])
        #expect(next(tables, large: false) == [0, 1, 2, 3])
        #expect(next(tables, large: false, small: false) == nil)
    }

    @Test func next_whenHalfIsRemoved_rewritesTheSegment() {
        #expect(next([segment(1_000, of: 5_000)]) == [0])
        #expect(next([segment(3_000, of: 5_000)]) == nil)
        #expect(next([segment(0, of: 5_000_000)], large: false) == [0])
    }

    /// A million inserts, merged at once: few tables at any time, and an entry is rewritten a few times.
    @Test func next_whenRepeated_keepsTablesFewAndRewritesRare() {
        var tables: [MergePolicy.Table] = []
        var (most, rewritten) = (0, 0)
        for _ in 0..<250 {
            tables.append(delta())
            while let chosen = policy.next(tables, mayBeLarge: true, mayBeSmall: true) {
                let sum = chosen.reduce(0) { $0 + tables[$1].liveCount }
                tables = tables.indices.filter { !chosen.contains($0) }.map { tables[$0] } + [segment(sum)]
                rewritten += sum
            }
            most = max(most, tables.count)
        }
        #expect(most <= 6)
        #expect(rewritten <= 30 * 250 * 4_096)
    }
}
