import ModerationCore
import Screening
import Testing

@Suite struct RuleExplanationTests {
    static let rules = """
          - { id: gun, class: firearm, action: review, terms: [gun], unless: { any: [drill], within: 3 } }
          - { id: tool, class: tool, action: allow, terms: [glue gun] }
          - { id: airsoft, class: airsoft, action: tag, demotes: [firearm], terms: [airsoft] }
          - { id: nine, class: firearm, action: signal, terms: [9mm], requires: [ammo] }
          - { id: trial, class: firearm, action: block, state: shadow, terms: [colt] }
          - { id: idea, class: firearm, action: block, state: draft, terms: [colt] }
          - { id: old, class: firearm, action: block, expires: 1999-12-31, terms: [colt] }
          - { id: hunters, class: firearm, action: block, categories: [hunting], terms: [colt] }
          - { id: body, class: firearm, action: block, fields: [description], terms: [colt] }

        """

    static func fates(_ title: String) throws -> [String] {
        try RuleSetTests.load(rules).explain([RuleSetTests.plain(title)], now: UnixTime(milliseconds: 1_800_000_000_000))
            .map { "\($0.match.ruleID) \($0.match.text) \($0.statedAction.rawValue)→\($0.match.action.rawValue) \($0.fate)" }
    }

    @Test func explain_whatStandsAndWhatDoesNot_saysWhy() throws {
        #expect(try Self.fates("a gun") == ["gun gun review→review stands"])
        #expect(
            try Self.fates("glue gun") == [
                "tool glue gun allow→allow stands", "gun gun review→review cancelled(byRule: \"tool\")",
            ]
        )
        #expect(
            try Self.fates("airsoft gun") == [
                "airsoft airsoft tag→tag stands", "gun gun review→signal demoted(byRule: \"airsoft\")",
            ]
        )
        #expect(try Self.fates("drill, gun") == ["gun gun review→review excluded(byText: \"drill\")"])
        #expect(try Self.fates("9mm") == ["nine 9mm signal→signal lacksContext"])
        #expect(
            try Self.fates("colt") == [
                "body colt block→block inactive(Screening.RuleInactivity.otherField)",
                "hunters colt block→block inactive(Screening.RuleInactivity.otherScope)",
                "idea colt block→block inactive(Screening.RuleInactivity.draft)",
                "old colt block→block inactive(Screening.RuleInactivity.expired)", "trial colt block→block stands",
            ]
        )
    }

    @Test func explain_whatStands_isWhatMatches() throws {
        let rules = try RuleSetTests.load(Self.rules)
        let texts = [
            RuleSetTests.plain("airsoft colt, gun, glue gun, 9mm ammo"), RuleSetTests.plain("a gun colt", field: .description),
        ]
        let findings = rules.explain(texts).filter(\.isMatch).map(\.match)
        let matches = rules.matches(in: texts)
        #expect(findings.count == matches.count && matches.allSatisfy(findings.contains))
    }

    @Test func summaries_andSize_countWhatTheFileSays() throws {
        let rules = try RuleSetTests.load(Self.rules)
        let summaries = rules.summaries(now: UnixTime(milliseconds: 1_800_000_000_000))
        #expect(summaries.map(\.id).prefix(2) == ["gun", "tool"] && summaries.filter(\.isExpired).map(\.id) == ["old"])
        #expect(summaries.map(\.state).filter { $0 != .live } == [.shadow, .draft])
        #expect(rules.size.ruleCount == 9 && rules.size.termCount == 9 && rules.size.patternCount == 0)
        // Nine terms, and those of `unless` and `requires`.
        #expect(rules.size.literalCount == 11)
    }
}
