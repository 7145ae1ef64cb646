public import ModerationCore
import Yams

/// Examples beside a rule file: what its rules must, and must not, say of a listing.
///
/// A YAML list of mappings. Of each: `title` and `description` (one at least), `category` and `region`; then what to expect: `effect`, the gravest
/// action of a live rule that does not allow (`none` for none); `rules`, ids that match; `absent`, ids that do not; `span`, the original text that
/// the first of `rules` matches. Whatever is not known is an error with its line.
public struct RuleTestFile: Sendable {
    public static let maximumByteCount = 8 << 20

    /// What a test says of the rules, and why it is wrong.
    public struct Failure: Sendable, Equatable, CustomStringConvertible {
        public var line: Int?
        public var example: String
        public var problem: String

        public var description: String { "\(line.map { "line \($0), " } ?? "")\(example): \(problem)" }
    }

    struct Example: Sendable {
        var line: Int?
        var title = ""
        var description = ""
        var scope = RuleScope()
        var effect: String
        var rules: [String] = []
        var absent: [String] = []
        var span: String?
    }

    private let examples: [Example]
    public var exampleCount: Int { examples.count }

    public init(yaml: String) throws(RuleFileError) {
        guard yaml.utf8.count <= Self.maximumByteCount else {
            throw RuleFileError(.tooLarge, "the file has \(yaml.utf8.count) bytes, the limit is \(Self.maximumByteCount)")
        }
        let root: Node?
        do { root = try Yams.compose(yaml: yaml) } catch { throw RuleFileError(.malformedYAML, "\(error)") }
        guard let root else { throw RuleFileError(.malformedYAML, "the file is empty") }
        var examples: [Example] = []
        for node in try RuleNode(root, rule: nil, field: nil).list() { examples.append(try Self.example(node)) }
        self.examples = examples
    }

    /// What the rules get wrong; empty when they say all of what is expected.
    ///
    /// `matches` reads a listing as the server would. It is called once for each example.
    public func failures(
        _ matches: (_ title: String, _ description: String, _ scope: RuleScope) -> [RuleMatch]
    ) -> [Failure] {
        examples.flatMap { example in
            let found = matches(example.title, example.description, example.scope)
            return Self.problems(example, found).map { problem in
                let shown = found.map {
                    "\($0.isShadow ? "shadow " : "")\($0.ruleID):\($0.action.rawValue):\($0.view):'\($0.text)'"
                }
                return Failure(
                    line: example.line,
                    example: "'\([example.title, example.description].filter { !$0.isEmpty }.joined(separator: " | "))'",
                    problem: "\(problem); found [\(shown.joined(separator: ", "))]"
                )
            }
        }
    }

    private static let keys: Set<String> = [
        "title", "description", "category", "region", "effect", "rules", "absent", "span",
    ]

    private static func example(_ node: RuleNode) throws(RuleFileError) -> Example {
        let keys = try node.keyed(allowed: Self.keys)
        let effect = try node.required("effect", in: keys).value("action or 'none'") { text in
            text == "none" ? text : RuleAction(rawValue: text)?.rawValue
        }
        var example = Example(line: node.line, effect: effect)
        if let title = keys["title"] { example.title = try title.text() }
        if let description = keys["description"] { example.description = try description.text() }
        example.scope = RuleScope(
            category: try keys["category"].map { node throws(RuleFileError) in try node.text() } ?? "",
            region: try keys["region"].map { node throws(RuleFileError) in try node.text() } ?? ""
        )
        if let rules = keys["rules"] { example.rules = try rules.texts() }
        if let absent = keys["absent"] { example.absent = try absent.texts() }
        if let span = keys["span"] {
            example.span = try span.text()
            guard !example.rules.isEmpty else {
                throw span.error(.missingKey, "a span needs the rule that matches it in 'rules'")
            }
        }
        guard !example.title.isEmpty || !example.description.isEmpty else {
            throw node.error(.missingKey, "needs a title or a description")
        }
        return example
    }

    private static func problems(_ example: Example, _ matches: [RuleMatch]) -> [String] {
        var problems: [String] = []
        let effect = matches.first { $0.action != .allow && !$0.isShadow }?.action.rawValue ?? "none"
        if effect != example.effect { problems.append("the effect is \(effect), expected \(example.effect)") }
        let ids = Set(matches.map(\.ruleID))
        problems += example.rules.filter { !ids.contains($0) }.map { "rule \($0) does not match" }
        problems += example.absent.filter(ids.contains).map { "rule \($0) matches" }
        if let span = example.span, !matches.contains(where: { $0.ruleID == example.rules.first && $0.text == span }) {
            problems.append("no match of \(example.rules.first ?? "") is '\(span)'")
        }
        for match in matches {
            let bytes = Array((match.field == .title ? example.title : example.description).utf8)
            let isExact = match.start <= match.end && match.end <= bytes.count
            let quoted = isExact ? String(validating: bytes[match.start..<match.end], as: UTF8.self) : nil
            if quoted?.hasPrefix(match.text) != true { problems.append("the span of \(match.ruleID) is not its text") }
        }
        return problems
    }
}
