import Foundation
import ModerationCore
import Screening
import TestSupport
import Testing
import TextInput
import Yams

/// The rules that the project ships, against the examples beside them.
@Suite struct RulePackTests {
    struct Example: Decodable, Sendable, CustomStringConvertible {
        var title: String?
        var description_: String?
        var effect: String
        var rules: [String]?
        var absent: [String]?
        var span: String?
        var description: String { "\(title ?? "") | \(description_ ?? "")" }

        enum CodingKeys: String, CodingKey {
            case title, effect, rules, absent, span
            case description_ = "description"
        }
    }

    static let normaliser = try? TextNormaliser()

    static func load(_ yaml: String) throws -> RuleSet {
        let normaliser = try #require(normaliser)
        return try RuleSet(yaml: yaml, name: "rules.yaml", digest: "test") { term, view in
            ViewName(rawValue: view).flatMap { normaliser.term(term, view: $0) }
        }
    }

    static func matches(_ rules: RuleSet, title: String, description: String = "") throws -> [RuleMatch] {
        let normaliser = try #require(normaliser)
        return rules.matches(in: [
            normaliser.normalise(title, field: .title), normaliser.normalise(description, field: .description),
        ])
    }

    @Test func pack_saysWhatItsExamplesExpect() throws {
        let config = Repository.root.appending(path: "config")
        let rules = try Self.load(String(contentsOf: config.appending(path: "rules.yaml"), encoding: .utf8))
        let examples = try YAMLDecoder().decode(
            [Example].self,
            from: String(contentsOf: config.appending(path: "rules.test.yaml"), encoding: .utf8)
        )
        #expect(examples.count > 60)
        for example in examples {
            let title = example.title ?? ""
            let matches = try Self.matches(rules, title: title, description: example.description_ ?? "")
            let shown = matches.map { "\($0.ruleID):\($0.action.rawValue):\($0.view):'\($0.text)'" }
            #expect((matches.first { $0.action != .allow }?.action.rawValue ?? "none") == example.effect, "\(example): \(shown)")
            let ids = Set(matches.map(\.ruleID))
            for id in example.rules ?? [] { #expect(ids.contains(id), "\(example): no \(id) in \(shown)") }
            for id in example.absent ?? [] { #expect(!ids.contains(id), "\(example): \(id) in \(shown)") }
            if let span = example.span {
                let texts = matches.filter { $0.ruleID == example.rules?.first }.map(\.text)
                #expect(texts.contains(span), "\(example): \(shown)")
            }
            for match in matches {
                let field = match.field == .title ? title : example.description_ ?? ""
                #expect(String(validating: Array(field.utf8)[match.start..<match.end], as: UTF8.self) == match.text)
            }
        }
    }
}
