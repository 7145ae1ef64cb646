import ModerationCore
import Screening
import TestSupport
import Testing

@Suite struct RuleSetTests {
    /// One view, byte for byte the text in lower case.
    static func plain(_ text: String, field: ListingField = .title) -> NormalisedText {
        let bytes = Array(text.lowercased().utf8)
        let starts = bytes.indices.map { UInt32($0) }
        let view = TextView(name: "folded", utf8: bytes, starts: starts, ends: starts.map { $0 + 1 })
        return NormalisedText(field: field, original: text, views: view.map { [$0] } ?? [])
    }

    static func load(_ rules: String) throws(RuleFileError) -> RuleSet {
        try RuleSet(yaml: "version: 1\nrules:\n" + rules, name: "rules.yaml", digest: "abc") { term, _ in term.lowercased() }
    }

    static let basic = """
          - { id: gun, class: firearm, action: review, weight: 0.5, terms: [gun, "silencer*", ar-15, "5.56", ".223"] }
          - { id: tool, class: tool, action: allow, terms: [glue gun] }
          - { id: toy, class: toy, action: allow, demotes: [firearm], terms: [toy gun] }
          - { id: no-toy, class: firearm, action: signal, cancels: [toy], terms: [not a toy gun], demotable: false }
          - { id: airsoft, class: airsoft, action: tag, demotes: [firearm], terms: [airsoft] }
          - { id: no-airsoft, class: firearm, action: review, cancels: [airsoft], terms: [not airsoft], demotable: false }
          - { id: offer, class: firearm, action: block, within: 20, all: [[glock, colt], [9mm], [pistol]] }
          - { id: phone, class: other, action: signal, fields: [description], patterns: ['\\b\\d{3}-\\d{4}\\b'] }

        """

    static func ids(_ title: String, _ description: String = "") throws -> [String] {
        try load(basic).matches(in: [plain(title), plain(description, field: .description)])
            .map { "\($0.ruleID) \($0.action.rawValue) \($0.text)" }
    }

    @Test(arguments: [
        ("a gun", ["gun review gun"]), ("gunmetal begun", []), ("gun5 5gun", ["gun review gun", "gun review gun"]),
        ("silencers!", ["gun review silencers"]), ("AR15, AR - 15", ["gun review AR15", "gun review AR - 15"]),
        ("556 5,56 15.56", ["gun review 5,56"]), ("x .223 0.223", ["gun review .223"]), ("卖gun枪", ["gun review gun"]), ("", []),
    ])
    func matches_terms_standAtWordEnds(title: String, expected: [String]) throws {
        #expect(try Self.ids(title) == expected)
    }

    @Test func matches_whenAllowed_cancelsOverlapOnly() throws {
        #expect(try Self.ids("glue gun") == ["tool allow glue gun"])
        #expect(try Self.ids("glue-gun and gun") == ["gun review gun", "tool allow glue-gun"])
    }

    @Test func matches_whenContextIsNamed_demotes() throws {
        #expect(try Self.ids("airsoft gun") == ["airsoft tag airsoft", "gun signal gun"])
        #expect(try Self.ids("airsoft", "a gun") == ["airsoft tag airsoft", "gun signal gun"])
        #expect(try Self.ids("a gun", "airsoft") == ["gun review gun", "airsoft tag airsoft"])
        #expect(try Self.ids("airsoft glock 9mm pistol") == ["offer review glock 9mm pistol", "airsoft tag airsoft"])
        let demoted = try Self.load(Self.basic).matches(in: [Self.plain("airsoft gun")])
        #expect(demoted.map(\.weight) == [1, 0.125])
    }

    @Test func matches_whenContextIsDenied_doesNotDemote() throws {
        #expect(try Self.ids("gun, not airsoft") == ["gun review gun", "no-airsoft review not airsoft"])
        #expect(try Self.ids("not a toy gun") == ["gun review gun", "no-toy signal not a toy gun"])
    }

    @Test func matches_allGroups_mustStandClose() throws {
        #expect(try Self.ids("pistol: colt, 9mm") == ["offer block pistol: colt, 9mm"])
        #expect(try Self.ids("colt 9mm") == [])
        // Distances count letters and digits, so that signs put nothing out of reach.
        #expect(try Self.ids("colt .................... 9mm pistol") == ["offer block colt .................... 9mm pistol"])
        #expect(try Self.ids("colt with a long description 9mm pistol") == [])
        #expect(try Self.ids("colt 9mm", "pistol") == [])
    }

    @Test func matches_fieldScope_isKept() throws {
        #expect(try Self.ids("call 555-1234", "call 555-1234") == ["phone signal 555-1234"])
    }

    @Test func matches_flood_keepsTheGravestAndIsCapped() throws {
        let flood = String(repeating: "gun ", count: 20_000) + "glock 9mm pistol"
        let matches = try Self.load(Self.basic).matches(in: [Self.plain(flood, field: .description)])
        #expect(matches.first?.ruleID == "offer")
        #expect(matches.count == 1 + RuleSet.maximumMatchCountPerRule)
        #expect(matches.count <= RuleSet.maximumMatchCount)
    }

    @Test func matches_whenScanOverflows_asksForReview() throws {
        let flood = String(repeating: "gun ", count: 300_000)
        let matches = try Self.load(Self.basic).matches(in: [Self.plain(flood, field: .description)])
        #expect(matches.contains { $0.ruleID == RuleSet.incompleteRuleID && $0.action == .review })
    }

    @Test func matches_malformedViews_neverTrap() throws {
        // With all that rules ask of places: distances, clauses, words of giving, digits.
        let context = """
              - { id: bag, class: other, action: signal, terms: [glue], demotes: { classes: [firearm], within: 9, given: { joining: [un], behind: [9] } } }
              - { id: near, class: firearm, action: review, terms: [g9nu], requires: { any: [gl], within: 5 }, unless: { any: [u], within: 2 } }

            """
        let rules = try Self.load(Self.basic + context)
        var random = SeededRandom(seed: 31)
        for _ in 0..<3_000 {
            let count = Int.random(in: 0..<40, using: &random)
            let alphabet = Array("gun glue9.-".utf8) + [0x80, 0xC3, 0xE2, 0xFF, 0]
            let bytes = (0..<count).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &random)] }
            let starts = bytes.map { _ in UInt32.random(in: 0..<50, using: &random) }
            let ends = bytes.map { _ in UInt32.random(in: 0..<50, using: &random) }
            let view = try #require(TextView(name: "folded", utf8: bytes, starts: starts, ends: ends))
            let original = String(decoding: bytes, as: UTF8.self)
            for match in rules.matches(in: [NormalisedText(field: .title, original: original, views: [view])]) {
                #expect(match.start <= match.end && match.end <= original.utf8.count)
            }
        }
    }

    @Test func matches_fromManyThreads_agree() async throws {
        let rules = try Self.load(Self.basic)
        let text = Self.plain("airsoft glock 9mm pistol, a gun, glue gun")
        let expected = rules.matches(in: [text])
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<16 { group.addTask { (0..<50).allSatisfy { _ in rules.matches(in: [text]) == expected } } }
            for await isEqual in group { #expect(isEqual) }
        }
    }

    @Test func version_namesFileAndDigest() throws {
        #expect(try Self.load(Self.basic).version == "rules.yaml@abc")
        #expect(
            try RuleSet(yaml: "version: 1\nrules: []", name: "n", digest: "d") { term, _ in term }.matches(in: [Self.plain("gun")]
            ).isEmpty
        )
    }
}
