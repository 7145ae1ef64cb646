import ModerationCore
import Testing

struct ClassProbabilitiesTests {
    @Test func init_whenOneIsNaN_fails() {
        #expect(ClassProbabilities([.nan, 0, 0, 0, 0, 0, 0, 0, 1]) == nil)
        #expect(ClassProbabilities([.infinity, 0, 0, 0, 0, 0, 0, 0, 1]) == nil)
    }

    @Test func init_whenSumIsNotOne_fails() {
        #expect(ClassProbabilities([0.5, 0, 0, 0, 0, 0, 0, 0, 0]) == nil)
        #expect(ClassProbabilities([1, 1, 0, 0, 0, 0, 0, 0, 0]) == nil)
    }

    @Test func init_whenCountIsWrong_fails() {
        #expect(ClassProbabilities([1]) == nil)
        #expect(ClassProbabilities([Float](repeating: 0.1, count: 10)) == nil)
    }

    @Test func violationProbability_isTheSumOfTheProhibitedFour() throws {
        let probabilities = try #require(ClassProbabilities([0.1, 0.2, 0.05, 0.15, 0.1, 0.1, 0.1, 0.1, 0.1]))
        #expect(abs(probabilities.violationProbability - 0.5) < 1e-6)
        #expect(probabilities.mostLikely == .firearmPart)
    }

    @Test func contentClass_names_areTheContractsInOrder() {
        #expect(
            ContentClass.allCases.map(\.name) == [
                "firearm", "firearm_part", "ammunition", "realistic_replica", "airsoft", "paintball", "toy", "tool", "other",
            ]
        )
        #expect(ContentClass.allCases.filter(\.isProhibited).count == 4)
        for each in ContentClass.allCases { #expect(ContentClass(name: each.name) == each) }
    }
}
