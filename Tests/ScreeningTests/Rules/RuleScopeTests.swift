import ModerationCore
import Screening
import Testing

/// Where, when and near what a rule applies.
@Suite struct RuleScopeTests {
    static func ids(
        _ rules: String,
        _ title: String,
        scope: RuleScope = RuleScope(),
        now: UnixTime? = nil
    ) throws -> [String] {
        try RuleSetTests.load(rules).matches(in: [RuleSetTests.plain(title)], scope: scope, now: now)
            .map { "\($0.isShadow ? "shadow " : "")\($0.ruleID) \($0.action.rawValue) \($0.text)" }
    }

    static let contexts = """
          - { id: gun, class: firearm, action: review, terms: ["gun*"], unless: [glue gun, top gun dvd, gunmetal] }
          - { id: nine, class: firearm, action: signal, terms: [9mm], requires: { any: [pistol, ammo], within: 10 } }
          - { id: drill, class: firearm, action: signal, terms: [trigger], unless: { any: [drill], within: 8 } }
          - { id: offer, class: firearm, action: block, all: [[colt], [barrel]], unless: [colt the horse] }

        """

    @Test(arguments: [
        ("a gun", ["gun review gun"]), ("glue gun", []), ("glue gun, gun", ["gun review gun"]), ("Top Gun DVD", []),
        ("gunmetal grey", []), ("guns", ["gun review guns"]), ("9mm drill bit", []), ("9mm pistol", ["nine signal 9mm"]),
        ("ammo (9mm)", ["nine signal 9mm"]), ("9mm 45678901 pistol", ["nine signal 9mm"]), ("9mm 45678901234 pistol", []),
        ("drill trigger", []), ("drill 456789 trigger", []), ("drill 456789012 trigger", ["drill signal trigger"]),
        ("colt barrel", ["offer block colt barrel"]), ("colt the horse barrel", []),
    ])
    func matches_context_givesAndTakes(title: String, expected: [String]) throws {
        #expect(try Self.ids(Self.contexts, title) == expected)
    }

    static let scoped = """
          - { id: outdoor, class: firearm, action: review, terms: [scope], categories: [Outdoor, hunt] }
          - { id: german, class: firearm, action: review, terms: [scope], regions: [DE, us-ca] }

        """

    @Test(arguments: [
        ("", "", []), ("sports > outdoors", "", ["outdoor"]), ("HUNTING", "FR", ["outdoor"]), ("tools", "DE", ["german"]),
        ("", "de-BY", ["german"]), ("", "DEX", []), ("", "US", []), ("", "US-CA", ["german"]), ("", "US-CAL", []),
        ("outdoor", "DE", ["german", "outdoor"]),
    ])
    func matches_scope_isKept(category: String, region: String, expected: [String]) throws {
        let ids = try Self.ids(Self.scoped, "a scope", scope: RuleScope(category: category, region: region))
        #expect(ids == expected.map { "\($0) review scope" })
    }

    static let states = """
          - { id: live, class: firearm, action: review, terms: [gun] }
          - { id: trial, class: firearm, action: block, state: shadow, terms: [gun] }
          - { id: trial-allow, class: tool, action: allow, state: shadow, terms: [a gun], demotes: [firearm] }
          - { id: idea, class: firearm, action: block, state: draft, terms: [gun] }

        """

    @Test func matches_states_shadowIsMarkedAndActsOnNoOther() throws {
        #expect(
            try Self.ids(Self.states, "a gun") == ["live review gun", "shadow trial block gun", "shadow trial-allow allow a gun"]
        )
    }

    @Test func matches_whenExpired_stopsAfterTheDay() throws {
        let rules = "  - { id: gun, class: firearm, action: review, terms: [gun], expires: 2027-01-31 }\n"
        let lastMoment = UnixTime(milliseconds: 1_801_439_999_999)
        #expect(try Self.ids(rules, "gun", now: lastMoment) == ["gun review gun"])
        #expect(try Self.ids(rules, "gun", now: UnixTime(milliseconds: lastMoment.milliseconds + 1)) == [])
        #expect(try Self.ids(rules, "gun") == ["gun review gun"])
    }
}
