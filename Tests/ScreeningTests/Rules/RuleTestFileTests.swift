import ModerationCore
import Screening
import Testing

@Suite struct RuleTestFileTests {
    static let match = RuleMatch(
        ruleID: "gun",
        contentClass: .firearm,
        action: .review,
        weight: 1,
        field: .title,
        start: 2,
        end: 5,
        text: "gun",
        view: "folded"
    )

    @Test(arguments: [
        ("- { title: a gun, effect: review, rules: [gun], absent: [toy], span: gun }", []),
        ("- { title: a gun, effect: none }", ["the effect is review, expected none"]),
        ("- { title: a gun, effect: review, rules: [toy] }", ["rule toy does not match"]),
        ("- { title: a gun, effect: review, absent: [gun] }", ["rule gun matches"]),
        ("- { title: a gun, effect: review, rules: [gun], span: a }", ["no match of gun is 'a'"]),
        ("- { title: guns, effect: review }", ["the span of gun is not its text"]),
        ("- { title: g, effect: review }", ["the span of gun is not its text"]),
    ])
    func failures_sayWhatIsWrong(yaml: String, expected: [String]) throws {
        let failures = try RuleTestFile(yaml: yaml).failures { _, _, _ in [Self.match] }
        #expect(failures.map { String($0.problem.prefix { $0 != ";" }) } == expected)
        #expect(failures.allSatisfy { $0.line == 1 })
    }

    @Test func failures_whenRuleIsShadow_hasNoEffect() throws {
        var shadow = Self.match
        shadow.isShadow = true
        let file = try RuleTestFile(yaml: "- { title: a gun, category: Tools, region: de, effect: none, rules: [gun] }")
        var scopes: [RuleScope] = []
        let failures = file.failures { _, _, scope in
            scopes.append(scope)
            return [shadow]
        }
        #expect(failures.isEmpty && scopes == [RuleScope(category: "Tools", region: "DE")])
    }

    @Test(arguments: [
        ("- { effect: none }", RuleFileError.Kind.missingKey), ("- { title: a }", .missingKey),
        ("- { title: a, effect: stop }", .unknownValue), ("- { title: a, effect: none, colour: red }", .unknownKey),
        ("- { title: a, effect: none, span: a }", .missingKey), ("{}", .wrongType), ("", .malformedYAML), ("- [", .malformedYAML),
    ])
    func init_whenWrong_namesThePlace(yaml: String, kind: RuleFileError.Kind) throws {
        let error = #expect(throws: RuleFileError.self) { try RuleTestFile(yaml: yaml) }
        #expect(error?.kind == kind)
    }
}
