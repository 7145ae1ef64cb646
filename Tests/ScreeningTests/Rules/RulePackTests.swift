import Foundation
import ModerationCore
import Screening
import TestSupport
import Testing
import TextInput

/// The rules that the project ships, against the examples beside them.
@Suite struct RulePackTests {
    static let normaliser = try? TextNormaliser()

    static func load(_ yaml: String) throws -> RuleSet {
        let normaliser = try #require(normaliser)
        return try RuleSet(yaml: yaml, name: "rules.yaml", digest: "test") { term, view in
            ViewName(rawValue: view).flatMap { normaliser.term(term, view: $0) }
        }
    }

    @Test func pack_saysWhatItsExamplesExpect() throws {
        let config = Repository.root.appending(path: "config")
        let rules = try Self.load(String(contentsOf: config.appending(path: "rules.yaml"), encoding: .utf8))
        let normaliser = try #require(Self.normaliser)
        let examples = try RuleTestFile(yaml: String(contentsOf: config.appending(path: "rules.test.yaml"), encoding: .utf8))
        #expect(examples.exampleCount > 60)
        let failures = examples.failures { title, description, scope in
            let texts = [normaliser.normalise(title, field: .title), normaliser.normalise(description, field: .description)]
            return rules.matches(in: texts, scope: scope)
        }
        #expect(failures.isEmpty, "\(failures.map(\.description).joined(separator: "\n"))")
    }
}
