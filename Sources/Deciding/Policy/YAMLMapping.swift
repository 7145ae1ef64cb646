import Yams

/// A YAML mapping that must be read completely: every key is taken once, and what is left over is refused.
struct YAMLMapping {
    let path: String
    private var entries: [String: Node]

    init(_ node: Node, path: String) throws(PolicyError) {
        guard case .mapping(let mapping) = node else { throw PolicyError(key: path, problem: "must be a mapping") }
        var entries: [String: Node] = [:]
        for (key, value) in mapping {
            guard let name = key.string else { throw PolicyError(key: path, problem: "has a key that is no string") }
            guard entries.updateValue(value, forKey: name) == nil else {
                throw PolicyError(key: path.isEmpty ? name : "\(path).\(name)", problem: "is given twice")
            }
        }
        self.path = path
        self.entries = entries
    }

    func key(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

    mutating func take(_ name: String) -> Node? { entries.removeValue(forKey: name) }

    mutating func mapping(_ name: String) throws(PolicyError) -> YAMLMapping? {
        guard let node = take(name) else { return nil }
        return try YAMLMapping(node, path: key(name))
    }

    mutating func string(_ name: String) throws(PolicyError) -> String? {
        guard let node = take(name) else { return nil }
        guard let text = node.string, !text.isEmpty, text.utf8.count <= 200 else {
            throw PolicyError(key: key(name), problem: "must be a text of 1 to 200 bytes")
        }
        return text
    }

    mutating func number(_ name: String, in range: ClosedRange<Double>) throws(PolicyError) -> Double? {
        guard let node = take(name) else { return nil }
        guard let value = node.float, range.contains(value) else {
            throw PolicyError(key: key(name), problem: "must be a number within \(range.lowerBound)…\(range.upperBound)")
        }
        return value
    }

    mutating func integer(_ name: String, in range: ClosedRange<Int>) throws(PolicyError) -> Int? {
        guard let node = take(name) else { return nil }
        guard let value = node.int, range.contains(value) else {
            throw PolicyError(key: key(name), problem: "must be a whole number within \(range.lowerBound)…\(range.upperBound)")
        }
        return value
    }

    /// One of a fixed set of words.
    mutating func choice<Value>(_ name: String, of choices: [(String, Value)]) throws(PolicyError) -> Value? {
        guard let node = take(name) else { return nil }
        guard let text = node.string, let match = choices.first(where: { $0.0 == text }) else {
            throw PolicyError(key: key(name), problem: "must be one of \(choices.map(\.0).joined(separator: ", "))")
        }
        return match.1
    }

    /// Refuses keys that nobody took.
    func finish() throws(PolicyError) {
        if let unknown = entries.keys.min() { throw PolicyError(key: key(unknown), problem: "is not a key of the policy") }
    }

    /// The names of the keys not yet taken, sorted.
    var remainingKeys: [String] { entries.keys.sorted() }
}
