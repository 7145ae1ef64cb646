import ModerationCore
import Screening
import TestSupport
import Testing

/// Terms that begin with a word go through a table, those with a star at their beginning through libvectorscan: where a word begins, both must find
/// the same.
@Suite struct KeywordTableTests {
    private static func rules(_ terms: [String]) throws -> RuleSet {
        let quoted = terms.map { "\"\($0)\"" }.joined(separator: ", ")
        return try RuleSetTests.load("  - { id: a, class: firearm, action: review, terms: [\(quoted)] }\n")
    }

    private static func places(_ rules: RuleSet, _ text: String) -> Set<Range<Int>> {
        Set(rules.matches(in: [RuleSetTests.plain(text)]).map { $0.start..<$0.end })
    }

    /// Whether a match that the star allows begins where a word does, as the rule file's head has it.
    private static func beginsWord(_ place: Range<Int>, _ text: String) -> Bool {
        let bytes = Array(text.lowercased().utf8)
        guard place.lowerBound > 0 else { return true }
        let (before, first) = (bytes[place.lowerBound - 1], bytes[place.lowerBound])
        let isLetter = { (byte: UInt8) in (0x61...0x7A).contains(byte) }
        let isDigit = { (byte: UInt8) in (0x30...0x39).contains(byte) }
        if isLetter(first) { return !isLetter(before) }
        return isDigit(first) ? !isDigit(before) : !isLetter(before) && !isDigit(before)
    }

    @Test func matches_randomTermsAndTexts_agreeWithAScanOfEveryByte() throws {
        var random = SeededRandom(seed: 77)
        let alphabet = Array("aabb19 -.")
        func text(_ count: ClosedRange<Int>) -> String {
            String(
                (0..<Int.random(in: count, using: &random)).map { _ in
                    alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
                }
            )
        }
        for _ in 0..<150 {
            let term = text(1...14).trimmingPrefix { $0 == " " || $0 == "-" || $0 == "." }
            guard let first = term.first, first.isLetter || first.isNumber, let anchored = try? Self.rules([String(term)]),
                let open = try? Self.rules(["*\(term)"])
            else { continue }
            for _ in 0..<20 {
                let title = [text(0...12), String(term), text(0...3), text(0...12)].joined()
                let expected = Self.places(open, title).filter { Self.beginsWord($0, title) }
                let found = Self.places(anchored, title)
                // At most eight of a rule are reported: then only what both report can be compared.
                guard expected.count < RuleSet.maximumMatchCountPerRule, found.count < RuleSet.maximumMatchCountPerRule else {
                    continue
                }
                #expect(expected.isSubset(of: found), "'\(term)' in '\(title)'")
            }
        }
    }

    @Test(arguments: [
        ("abcdefgh ijk", "abcdefgh-ijk abcdefghijk abcdefgh ij"), ("abcdefg", "abcdefg abcdefgh xabcdefg abcdefg"),
        ("a", "a b a1"), ("ab", "ab abc ab"), ("abc", "abc-abc"),
    ])
    func matches_beginningsOfAnyLength_areFound(term: String, title: String) throws {
        #expect(Self.places(try Self.rules([term]), title).count == 2)
    }

    @Test func matches_longTerms_mayHaveSignsAnywhere() throws {
        let words = (0..<40).map { "w\($0 % 10)" + "x" }
        let term = words.joined(separator: " ")
        let rules = try Self.rules([term])
        #expect(Self.places(rules, words.joined(separator: " - ")).count == 1)
        #expect(Self.places(rules, words.joined()).count == 1)
        #expect(Self.places(rules, words.joined(separator: " - ").replacing("w9x", with: "w9 x")).isEmpty)
    }

    @Test func matches_manyTermsWithOneBeginning_areToldApart() throws {
        let terms = (100..<600).map { "samebeginning \($0)" }
        let rules = try Self.rules(terms)
        for term in terms.shuffled().prefix(20) { #expect(Self.places(rules, "x \(term) y") == [2..<(2 + term.utf8.count)]) }
        #expect(Self.places(rules, "samebeginning 99 samebeginning 600").isEmpty)
    }
}
