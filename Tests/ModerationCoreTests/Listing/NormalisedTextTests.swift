import ModerationCore
import Testing

struct NormalisedTextTests {
    @Test func originalRange_mapsBothEnds_andRefusesWhatIsOutside() throws {
        let view = try #require(TextView(name: "compact", utf8: [97, 98], starts: [0, 4], ends: [2, 6]))
        #expect(view.originalRange(of: 0..<2) == 0..<6)
        #expect(view.originalRange(of: 1..<2) == 4..<6)
        #expect(view.originalRange(of: 0..<0) == nil)
        #expect(view.originalRange(of: 0..<3) == nil)
        #expect(view.originalRange(of: -1..<1) == nil)
    }

    @Test func init_whenLengthsDiffer_fails() {
        #expect(TextView(name: "folded", utf8: [97], starts: [], ends: [1]) == nil)
    }
}
