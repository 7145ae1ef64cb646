import EvasionGate
import Foundation
import Screening
import TestSupport
import Testing
import TextInput

/// The text half of the evasion gate, on the rules and corpora that the project ships.
@Suite struct TextEvasionTests {
    static func config(_ path: String) throws -> String {
        try String(contentsOf: Repository.root.appending(path: "config").appending(path: path), encoding: .utf8)
    }

    static func gate(_ targets: TextEvasion.Targets = .own) throws -> TextEvasion {
        let normaliser = try TextNormaliser()
        let rules = try RuleSet(yaml: config("rules.yaml"), name: "rules.yaml", digest: "test") { term, view in
            ViewName(rawValue: view).flatMap { normaliser.term(term, view: $0) }
        }
        return TextEvasion(rules: rules, normaliser: normaliser, reviewWeight: 0.7, targets: targets)
    }

    static func titles() throws -> [ProhibitedTitle] { try ProhibitedTitle.list(yaml: config("evasion/prohibited.yaml")) }
    static func benign() throws -> [String] { try BenignPhrases.list(text: config("evasion/benign.txt")) }

    /// The second seed is one that nobody looked at while writing rules and views.
    @Test(arguments: [1, 20_261] as [UInt64])
    func report_ofShippedRules_passes(seed: UInt64) throws {
        let (report, missed) = try Self.gate().evaluate(titles: Self.titles(), benign: Self.benign(), seed: seed)
        print(report.rendered())
        #expect(report.isPassed, "\(missed.prefix(80).joined(separator: "\n"))")
        #expect(report.rows.count > TextMutation.allCases.count)
    }

    /// Titles by someone who had not seen the rules. The rules were mended by them since, so that this keeps what was reached and foretells nothing;
    /// the untouched figures are in `config/evasion/held-out/README.md`.
    @Test func report_ofHeldOutTitles_staysWhereItIs() throws {
        let titles = try ProhibitedTitle.list(yaml: Self.config("evasion/held-out/prohibited.yaml"))
        let benign = try BenignPhrases.list(text: Self.config("evasion/held-out/benign.txt"))
        let (report, missed) = try Self.gate(.heldOut).evaluate(titles: titles, benign: benign)
        print(report.rendered())
        #expect(report.isPassed, "\(missed.prefix(80).joined(separator: "\n"))")
    }

    @Test func report_ofFewTitles_failsForWantOfSamples() throws {
        let report = try Self.gate().report(titles: Array(Self.titles().prefix(10)), benign: [])
        #expect(!report.isPassed)
        #expect(report.rows.contains { $0.remark.hasPrefix("TOO FEW SAMPLES") })
    }

    @Test func report_sameSeed_isTheSame() throws {
        let gate = try Self.gate()
        let titles = try Array(Self.titles().prefix(40))
        let first = gate.evaluate(titles: titles, benign: [], seed: 7)
        let second = gate.evaluate(titles: titles.reversed(), benign: [], seed: 7)
        #expect(first.report.rows == second.report.rows)
        #expect(Set(first.missed) == Set(second.missed))
    }

    @Test func corpora_areLargeAndDistinct() throws {
        let titles = try Self.titles()
        #expect(titles.count >= 200 && Set(titles.map(\.title)).count == titles.count)
        #expect(Set(titles.map(\.language)).count >= 8)
        #expect(Set(titles.map(\.contentClass)).count == 4)
        let benign = try Self.benign()
        #expect(benign.count >= 1_000 && Set(benign.map { $0.lowercased() }).count == benign.count)
    }

    @Test(arguments: [
        ("[", "malformed"), ("- { title: x, class: gun, language: en, words: [x] }", "no class"),
        ("- { title: x, class: firearm, language: en, words: [y] }", "not in it"),
        ("- { title: x, class: firearm, language: en, words: [] }", "not in it"), ("- { title: x }", "class"),
    ])
    func titles_whenMalformed_throw(yaml: String, part: String) throws {
        do {
            _ = try ProhibitedTitle.list(yaml: yaml)
            Issue.record("accepted: \(yaml)")
        } catch {
            #expect(String(describing: error).contains(part), "\(error)")
        }
    }
}
