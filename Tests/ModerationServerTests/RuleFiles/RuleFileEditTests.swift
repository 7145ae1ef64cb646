import ModerationCore
import ModerationServer
import Screening
import Testing

@Suite struct RuleFileEditTests {
    static let file = """
        # Head.
        version: 1
        rules:
          # About glocks.
          - id: glock
            class: firearm   # sure
            action: review
            terms: [glock]

          - id: trial
            state: shadow # since May
            class: firearm
            action: review
            terms: [colt]

        """

    static func load(_ text: String) throws -> RuleSet {
        try RuleSet(yaml: text, name: "n", digest: "d") { term, _ in term.lowercased() }
    }

    static func edit(_ text: String = file) throws -> RuleFileEdit { RuleFileEdit(text: text, rules: try load(text)) }

    static func newRule() -> NewRule {
        var rule = NewRule(id: "new", contentClass: .firearm, action: .block, state: .shadow)
        rule.terms = ["a \"b\" \\c", "# : ${x}", "глок\u{2028}"]
        rule.unless = ["a lamp"]
        rule.weight = 0.5
        rule.expires = "2027-01-31"
        rule.note = "yes"
        return rule
    }

    @Test func adding_appendsAndKeepsTheRest() throws {
        let text = try Self.edit().adding(Self.newRule())
        #expect(text.hasPrefix(Self.file))
        let summaries = try Self.load(text).summaries(now: UnixTime(milliseconds: 0))
        #expect(summaries.map(\.id) == ["glock", "trial", "new"])
        let added = try #require(summaries.last)
        #expect(added.state == .shadow && added.action == .block && added.weight == 0.5 && added.note == "yes")
        #expect(added.expires == "2027-01-31" && added.termCount == 3)
    }

    @Test func adding_whenListIsNotABlock_refuses() throws {
        for text in ["version: 1\nrules: [{ id: a, class: other, action: tag, terms: [x] }]\n", "version: 1\nrules: []\n"] {
            #expect(throws: RuleFileEdit.Refusal.self) { try Self.edit(text).adding(Self.newRule()) }
        }
    }

    @Test func adding_whenListIsNotLast_isNotWhatWasMeant() throws {
        let text = "version: 1\nrules:\n  - { id: a, class: other, action: tag, terms: [x] }\nshared:\n  more: [y]\n"
        let changed = try Self.edit(text).adding(Self.newRule())
        #expect(throws: RuleFileError.self) { try Self.load(changed) }
    }

    @Test func setting_insertsOrReplacesOneLine() throws {
        let drafted = try Self.edit().setting(state: .draft, ofRule: "glock")
        #expect(drafted == Self.file.replacing("  - id: glock\n", with: "  - id: glock\n    state: draft\n"))
        let live = try Self.edit().setting(state: .live, ofRule: "trial")
        #expect(live == Self.file.replacing("state: shadow # since May", with: "state: live # since May"))
        #expect(try Self.load(live).summaries(now: UnixTime(milliseconds: 0)).map(\.state) == [.live, .live])
    }

    @Test func setting_whenItCannot_refuses() throws {
        #expect(throws: RuleFileEdit.Refusal.self) { try Self.edit().setting(state: .draft, ofRule: "none") }
        let flow = "version: 1\nrules:\n  - { id: a, class: other, action: tag, terms: [x] }\n"
        #expect(throws: RuleFileEdit.Refusal.self) { try Self.edit(flow).setting(state: .draft, ofRule: "a") }
    }

    @Test func verified_whenMoreChanged_refuses() throws {
        let edit = try Self.edit()
        let same = try Self.load(Self.file)
        try edit.verified(same) { $0 == $1 }
        let other = try Self.load(Self.file.replacing("action: review", with: "action: block"))
        #expect(throws: RuleFileEdit.Refusal.self) { try edit.verified(other) { $0 == $1 } }
    }
}
