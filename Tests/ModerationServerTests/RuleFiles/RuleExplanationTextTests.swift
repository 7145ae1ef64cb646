import ModerationCore
import ModerationServer
import Screening
import Testing

@Suite struct RuleExplanationTextTests {
    static func finding(_ start: Int, _ end: Int, _ fate: RuleFinding.Fate = .stands, isShadow: Bool = false) -> RuleFinding {
        RuleFinding(
            match: RuleMatch(
                ruleID: "gun",
                contentClass: .firearm,
                action: .review,
                weight: 0.7,
                field: .title,
                start: start,
                end: end,
                text: "",
                view: "compact",
                isShadow: isShadow
            ),
            statedAction: .review,
            fate: fate
        )
    }

    static func rendered(_ title: String, _ finding: RuleFinding) -> [String] {
        RuleExplanationText(title: title, description: "").rendered([finding]).split(separator: "\n").map(String.init)
    }

    @Test func rendered_marksTheOriginal() {
        #expect(
            Self.rendered("G.U.N f0r s@le", Self.finding(0, 5)) == [
                "G.U.N f0r s@le", "^^^^^", "  gun: firearm, review, weight 0.70 (title, bytes 0–5, view compact)",
            ]
        )
        #expect(Self.rendered("a gun", Self.finding(2, 5))[1] == "  ^^^")
    }

    @Test func rendered_wideAndHiddenCharacters_keepTheMarkBelow() {
        #expect(Self.rendered("卖枪 gun", Self.finding(7, 10)).prefix(2) == ["卖枪 gun", "     ^^^"])
        #expect(Self.rendered("\u{200B}g\u{7}n", Self.finding(0, 6)).prefix(2) == ["·g·n", "^^^^"])
    }

    @Test func rendered_longText_isCut() {
        let title = String(repeating: "x", count: 100) + "gun" + String(repeating: "y", count: 100)
        let lines = Self.rendered(title, Self.finding(100, 103))
        #expect(lines[0] == "…" + String(repeating: "x", count: 30) + "gun" + String(repeating: "y", count: 30) + "…")
        #expect(lines[1] == String(repeating: " ", count: 31) + "^^^")
    }

    @Test(arguments: [
        (RuleFinding.Fate.demoted(byRule: "toy"), "review demoted to review, weight 0.70, by toy"),
        (.cancelled(byRule: "tool"), "review, cancelled by tool"),
        (.excluded(byText: "glue\u{7}"), "review, excluded by 'glue·'"),
        (.lacksContext, "review, nothing near by that it requires"), (.inactive(.expired), "review, expired"),
        (.inactive(.draft), "review, a draft"),
    ])
    func rendered_eachFate_isSaid(fate: RuleFinding.Fate, expected: String) {
        #expect(Self.rendered("gun", Self.finding(0, 3, fate))[2].hasPrefix("  gun: firearm, \(expected) ("))
    }

    @Test func rendered_spansOutsideTheText_neverTrap() {
        for (start, end) in [(0, 9), (5, 2), (-1, 2)] { _ = Self.rendered("gun", Self.finding(start, end)) }
        #expect(Self.rendered("gun", Self.finding(0, 3, isShadow: true))[2].contains("review (shadow)"))
        #expect(RuleExplanationText(title: "", description: "").rendered([]) == "no rule finds anything")
    }
}
