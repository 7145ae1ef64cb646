import ModerationCore
import Screening
import Testing

/// Innocent readings stay within a sentence, and distances count what people see.
@Suite struct InnocentReadingTests {
    static func actions(_ title: String) throws -> [String] {
        try RuleSetTests.ids(title).map { String($0.prefix { $0 != " " }) }
    }

    @Test(arguments: ["glue. gun", "glue, gun", "glue; gun", "glue: gun", "glue! gun", "glue? gun", "glue\ngun", "glue。gun"])
    func matches_allowTermAcrossSentences_clearsNothing(title: String) throws {
        #expect(try Self.actions(title) == ["gun"])
    }

    @Test(arguments: ["glue gun", "glue-gun", "glue  gun", "glue / gun"])
    func matches_allowTermWithinASentence_clears(title: String) throws {
        #expect(try Self.actions(title) == ["tool"])
    }

    @Test func matches_prohibitedTermAcrossSentences_stands() throws {
        #expect(try Self.actions("ar. 15") == ["gun"])
    }

    @Test func matches_requiredTermBehindAHeapOfMarks_isNear() throws {
        let rules = try RulePackTests.load(
            """
            version: 1
            rules:
              - { id: barrel, class: firearm_part, action: review, terms: [barrel], requires: { any: [rifle], within: 10 } }
            """
        )
        let normaliser = try #require(RulePackTests.normaliser)
        let heap = "z" + String(repeating: "\u{336}", count: 400)
        for text in [
            "barrel \(heap) rifle", "barrel" + String(repeating: "\u{200B}", count: 400) + " rifle",
            "barrel"
                + String(repeating: " ", count: 400) + "rifle",
        ] {
            #expect(rules.matches(in: [normaliser.normalise(text, field: .title)]).map(\.ruleID) == ["barrel"])
        }
        #expect(rules.matches(in: [normaliser.normalise("barrel twelve letters rifle", field: .title)]).isEmpty)
    }
}
