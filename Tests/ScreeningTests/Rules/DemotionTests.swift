import ModerationCore
import Screening
import Testing

/// Words that make a weapon's name harmless, and how far that goes.
@Suite struct DemotionTests {
    static let rules = """
          - { id: gun, class: firearm, action: review, terms: [gun, glock] }
          - { id: offer, class: firearm, action: block, within: 40, all: [[glock], [pistol]] }
          - id: holster
            class: other
            action: signal
            demotes: { classes: [firearm], within: 20, given: { before: [free], joining: [with, c], leading: [with], behind: [included], fitting: [fits] } }
            terms: [holster]
          - { id: toy, class: toy, action: tag, demotes: [firearm], terms: [toy] }

        """

    /// What became of the first match of a firearm: `review`, `signal` and so on.
    static func action(_ title: String, _ description: String = "") throws -> String? {
        let texts = [RuleSetTests.plain(title), RuleSetTests.plain(description, field: .description)]
        return try RuleSetTests.load(rules).matches(in: texts).first { $0.contentClass == .firearm }?.action.rawValue
    }

    @Test(arguments: [
        "glock holster", "holster for glock", "holster: glock", "holster with clip for glock", "glock 19c holster",
        "glock r&d holster", "glock 17 with 19 holster", "glock™ holster", "holster glock included", "glock 19/17 holster",
        "holster 4.5 glock",
        "holster f. glock", "holster, fits glock", "holster, new, fits a glock", "holster - fits: glock",
        "free mag, glock holster", "glock holster, mag included",
    ])
    func matches_besideContext_stepDown(title: String) throws {
        #expect(try Self.action(title) == "signal")
    }

    @Test(arguments: [
        "glock, holster", "glock. holster", "glock; holster", "glock! holster", "glock - holster", "glock / holster",
        "glock + holster",
        "glock \n holster", "glock 🔫 holster", "glock • holster", "glock & holster", "glock: holster", "glock、holster",
        "holster, glock, fits all", "glock, fits holster", "holster with a glock", "holster with glock", "glock c holster",
        "glock -- holster", "glock- holster", "glock ✅ holster", "glock ● holster", "holster, it all fits glock",
        "free holster, fits glock",
        "holster with twenty more letters, fits glock",
        "glock with holster", "glock with a nice holster", "glock free holster", "free holster glock", "glock holster included",
        "glock some twenty letters off a holster",
    ])
    func matches_whenContextIsApartOrGiven_stand(title: String) throws {
        #expect(try Self.action(title) == "review")
    }

    @Test func matches_ofGroupsAroundContext_stepDown() throws {
        #expect(try Self.action("glock holster pistol") == "review")
        #expect(try Self.action("glock with holster pistol") == "block")
    }

    @Test func matches_withoutDistance_stepDownAnywhere() throws {
        #expect(try Self.action("toy, glock") == "signal")
    }

    @Test func matches_inDescription_followATitleThatIsAllHarmless() throws {
        #expect(try Self.action("holster", "fits glock. new.") == "signal")
        #expect(try Self.action("holster for glock", "for a glock") == "signal")
        #expect(try Self.action("glock, holster", "for a glock") == "review")
        #expect(try Self.action("free holster", "for a glock") == "review")
        #expect(try Self.action("toy", "for a glock") == "signal")
    }

    @Test func explain_namesWhatDemotes() throws {
        let findings = try RuleSetTests.load(Self.rules).explain([RuleSetTests.plain("glock holster")])
        #expect(findings.first { $0.match.ruleID == "gun" }?.fate == .demoted(byRule: "holster"))
        let apart = try RuleSetTests.load(Self.rules).explain([RuleSetTests.plain("glock, holster")])
        #expect(apart.first { $0.match.ruleID == "gun" }?.fate == .stands)
    }

    @Test(arguments: [
        "{ within: 5 }", "{ classes: [firearm], within: -1 }", "{ classes: [gun] }",
        "{ classes: [firearm], given: { beside: [free] } }",
        "{ classes: [firearm], reach: 5 }",
    ])
    func load_whenDemotesIsMalformed_throws(demotes: String) {
        #expect(throws: RuleFileError.self) {
            try RuleSetTests.load("  - { id: x, class: other, action: signal, terms: [x], demotes: \(demotes) }\n")
        }
    }
}
