import Yams

/// A node of a rule file with its place, for errors.
struct RuleNode {
    private let node: Node
    private let rule: String?
    private let field: String?

    init(_ node: Node, rule: String?, field: String?) {
        self.node = node
        self.rule = rule
        self.field = field
    }

    var line: Int? { node.mark?.line }

    var isMapping: Bool { node.mapping != nil }

    /// The node as a whole rule, named by its `id` where it has one.
    func asRule() -> RuleNode { RuleNode(node, rule: node.mapping?["id"]?.scalar?.string, field: nil) }

    func error(_ kind: RuleFileError.Kind, _ problem: String) -> RuleFileError {
        RuleFileError(kind, line: line, rule: rule, field: field, problem)
    }

    func keyed(allowed: Set<String>) throws(RuleFileError) -> [String: RuleNode] {
        guard case .mapping(let mapping) = node else { throw error(.wrongType, "needs keys and values") }
        var keys: [String: RuleNode] = [:]
        for (key, value) in mapping {
            guard case .scalar(let name) = key, allowed.contains(name.string) else {
                let name = key.scalar?.string ?? "?"
                throw RuleFileError(
                    .unknownKey,
                    line: key.mark?.line,
                    rule: rule,
                    field: name,
                    "unknown key; known are \(allowed.sorted().joined(separator: ", "))"
                )
            }
            keys[name.string] = RuleNode(value, rule: rule, field: name.string)
        }
        return keys
    }

    func required(_ key: String, in keys: [String: RuleNode]) throws(RuleFileError) -> RuleNode {
        guard let value = keys[key] else {
            throw RuleFileError(.missingKey, line: line, rule: rule, field: key, "the key is missing")
        }
        return value
    }

    func text() throws(RuleFileError) -> String {
        guard case .scalar(let scalar) = node else { throw error(.wrongType, "needs a text") }
        return scalar.string
    }

    func list() throws(RuleFileError) -> [RuleNode] {
        guard case .sequence(let sequence) = node else { throw error(.wrongType, "needs a list") }
        return sequence.map { RuleNode($0, rule: rule, field: field) }
    }

    func texts() throws(RuleFileError) -> [String] {
        var texts: [String] = []
        for item in try list() { texts.append(try item.text()) }
        return texts
    }

    func number(in range: ClosedRange<Double>) throws(RuleFileError) -> Double {
        guard let number = Double(try text()) else { throw error(.wrongType, "needs a number") }
        guard range.contains(number) else { throw error(.outOfRange, "\(number) is not in \(range)") }
        return number
    }

    func value<Value>(_ what: String, _ read: (String) -> Value?) throws(RuleFileError) -> Value {
        let text = try text()
        guard let value = read(text) else { throw error(.unknownValue, "'\(text)' is no \(what)") }
        return value
    }

    func values<Value>(_ what: String, _ read: (String) -> Value?) throws(RuleFileError) -> [Value] {
        var values: [Value] = []
        for item in try list() { values.append(try item.value(what, read)) }
        return values
    }
}
