import Screening
import TestSupport
import Testing

@Suite struct RuleFileTests {
    func failure(_ yaml: String) -> RuleFileError? {
        do {
            _ = try RuleSet(yaml: yaml, name: "n", digest: "d") { term, _ in term }
            return nil
        } catch {
            return error
        }
    }

    static let head = "version: 1\nrules:\n"

    static let wrongRules: [(rules: String, kind: RuleFileError.Kind, place: String)] = [
        (
            "  - { id: a, class: firearm, action: block, terms: [x], colour: red }", .unknownKey,
            "line 3, rule 'a', field 'colour': "
        ),
        ("  - { id: a, class: gun, action: block, terms: [x] }", .unknownValue, "line 3, rule 'a', field 'class': "),
        ("  - { id: a, class: firearm, action: stop, terms: [x] }", .unknownValue, "line 3, rule 'a', field 'action': "),
        (
            "  - { id: a, class: firearm, action: block, terms: [x], views: [plain] }", .unknownValue,
            "line 3, rule 'a', field 'views': "
        ),
        (
            "  - { id: a, class: firearm, action: block, terms: [x], fields: [body] }", .unknownValue,
            "line 3, rule 'a', field 'fields': "
        ),
        (
            "  - { id: a, class: firearm, action: block, terms: [x], weight: 2 }", .outOfRange,
            "line 3, rule 'a', field 'weight': "
        ),
        (
            "  - { id: a, class: firearm, action: block, terms: [x], weight: much }", .wrongType,
            "line 3, rule 'a', field 'weight': "
        ),
        ("  - { id: a, class: firearm, action: block, terms: x }", .wrongType, "line 3, rule 'a', field 'terms': "),
        ("  - { id: a, class: firearm, action: block, terms: [''] }", .outOfRange, "line 3, rule 'a', field 'terms': "),
        ("  - { id: a, class: firearm, action: block, terms: ['*'] }", .matchesEmptyText, "line 3, rule 'a', field 'terms': "),
        (
            "  - { id: a, class: firearm, action: block, patterns: ['(x'] }", .invalidPattern,
            "line 3, rule 'a', field 'patterns': "
        ),
        (
            "  - { id: a, class: firearm, action: block, patterns: ['(?=x)y'] }", .invalidPattern,
            "line 3, rule 'a', field 'patterns': "
        ),
        (
            "  - { id: a, class: firearm, action: block, patterns: ['x*'] }", .matchesEmptyText,
            "line 3, rule 'a', field 'patterns': "
        ),
        ("  - { id: a, action: block, terms: [x] }", .missingKey, "line 3, rule 'a', field 'class': "),
        ("  - { id: a, class: firearm, action: block, all: [[x]] }", .outOfRange, "line 3, rule 'a', field 'all': "),
        ("  - { id: a, class: tool, action: allow, all: [[x], [y]] }", .unknownValue, "line 3, rule 'a': "),
        ("  - { id: a, class: firearm, action: block }", .nothingToMatch, "line 3, rule 'a': "),
        ("  - { class: firearm, action: block, terms: [x] }", .missingKey, "line 3: "),
        (
            "  - { id: a, class: firearm, action: block, terms: [x], state: off }", .unknownValue,
            "line 3, rule 'a', field 'state': "
        ),
        (
            "  - { id: a, class: firearm, action: block, terms: [x], expires: 2027-02-29 }", .unknownValue,
            "line 3, rule 'a', field 'expires': "
        ),
        (
            "  - { id: a, class: firearm, action: block, terms: [x], categories: [] }", .outOfRange,
            "line 3, rule 'a', field 'categories': "
        ),
        (
            "  - { id: a, class: firearm, action: block, terms: [x], regions: [Europe!] }", .unknownValue,
            "line 3, rule 'a', field 'regions': "
        ),
        (
            "  - { id: a, class: firearm, action: block, terms: [x], unless: [] }", .outOfRange,
            "line 3, rule 'a', field 'unless': "
        ),
        (
            "  - { id: a, class: firearm, action: block, terms: [x], requires: { within: 9 } }", .missingKey,
            "line 3, rule 'a', field 'any': "
        ),
        (
            "  - { id: a, class: firearm, action: block, terms: [x], requires: { any: [y], near: 9 } }", .unknownKey,
            "line 3, rule 'a', field 'near': "
        ),
        (
            "  - { id: a, class: firearm, action: block, terms: [x], requires: { any: [y], within: 2001 } }", .outOfRange,
            "line 3, rule 'a', field 'within': "
        ),
        (
            "  - { id: a, class: firearm, action: block, terms: [x], patterns: ['x{1000}{1000}'] }", .invalidPattern,
            "line 3, rule 'a', field 'patterns': "
        ),
        (
            "  - { id: a, class: firearm, action: block, terms: [x], patterns: [\"x\\0y\"] }", .invalidPattern,
            "line 3, rule 'a', field 'patterns': "
        ),
        (
            "  - { id: a, class: firearm, action: tag, terms: [x] }\n  - { id: a, class: firearm, action: tag, terms: [y] }",
            .duplicateID, "line 4, rule 'a', field 'id': "
        ),
    ]

    @Test(arguments: wrongRules)
    func init_whenRuleIsWrong_namesThePlace(rules: String, kind: RuleFileError.Kind, place: String) throws {
        let error = try #require(failure(Self.head + rules))
        #expect(error.kind == kind, "\(error)")
        #expect(error.description.hasPrefix(place) && error.description.utf8.count > place.utf8.count, "\(error)")
    }

    @Test(arguments: [
        #".+"#, #"\w+"#, #"[a-z]"#, #"\b\w"#, #"[^x]"#, #"\S\S"#, #"\d"#, #"[\x{430}-\x{44f}]"#, #"[\x{4e00}-\x{9fff}]"#, #"\pL"#,
        #"\W"#,
    ])
    func init_whenPatternMatchesMostTexts_isRefused(pattern: String) throws {
        let error = try #require(
            failure(Self.head + "  - { id: a, class: other, action: tag, terms: [x],\n    patterns: ['\(pattern)'] }")
        )
        #expect(error.kind == .matchesEverything)
        #expect(error.description.hasPrefix("line 4, rule 'a', field 'patterns': '\(pattern)'"), "\(error)")
    }

    @Test(arguments: [#"gun\w*"#, #"\d{3}-\d{4}"#, #"[a-z]+\d{2}x"#, #"https?://\S+"#])
    func init_whenPatternIsSelective_isKept(pattern: String) {
        #expect(failure(Self.head + "  - { id: a, class: other, action: tag, patterns: ['\(pattern)'] }") == nil)
    }

    @Test func init_whenTermMatchesMostTexts_isRefused() throws {
        let error = try #require(failure(Self.head + "  - { id: a, class: other, action: tag, terms: [x, '*a*'] }"))
        #expect(error.kind == .matchesEverything && error.field == "terms" && error.problem.hasPrefix("'*a*'"), "\(error)")
    }

    @Test(arguments: [
        ("", RuleFileError.Kind.malformedYAML), ("rules: [", .malformedYAML), ("rules: []", .missingKey),
        ("version: 2\nrules: []", .unknownValue),
        ("version: 1", .missingKey), ("[]", .wrongType), ("version: 1\nrules: {}", .wrongType),
        ("version: 1\nrules: []\nmore: 1", .unknownKey),
        ("version: 1\nrules: []\nrules: []", .malformedYAML),
    ])
    func init_whenFileIsWrong_saysSo(yaml: String, kind: RuleFileError.Kind) throws {
        let error = try #require(failure(yaml))
        #expect(error.kind == kind, "\(error)")
    }

    @Test func init_whenFileIsTooLarge_throws() throws {
        #expect(failure(String(repeating: "#", count: (8 << 20) + 1))?.kind == .tooLarge)
        let many = (0..<20_001).map { "  - { id: r\($0), class: other, action: signal, terms: [x] }\n" }.joined()
        #expect(failure(Self.head + many)?.kind == .tooLarge)
        var bomb = "version: 1\nshared:\n  a: &a [x, x, x, x, x, x, x, x, x, x]\nrules:\n"
        for rule in 0..<1_999 { bomb += "  - { id: r\(rule), class: other, action: signal, all: [*a, *a] }\n" }
        #expect(failure(bomb)?.kind == .tooLarge)
    }

    @Test func init_mutatedFiles_neverTrap() {
        var random = SeededRandom(seed: 41)
        let original = Array(
            (Self.head + "  - { id: a, class: firearm, action: block, terms: [x y, 'z*'], patterns: ['a+b'], all: [[q], [r]] }\n")
                .utf8
        )
        var accepted = 0
        for _ in 0..<2_000 {
            var file = original
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                file[Int.random(in: 0..<file.count, using: &random)] = UInt8.random(in: 0...0x7F, using: &random)
            }
            if failure(String(decoding: file, as: UTF8.self)) == nil { accepted += 1 }
        }
        #expect(accepted < 2_000)
    }
}
