import Yams

/// Where settings come from: environment over file over default. Every read names its key once, so that the set of known keys is
/// whatever was read, and a key nobody asked for is an error instead of a typo that silently does nothing.
package struct SettingsSource {
    package struct Effective: Sendable, Equatable {
        package let key: String
        package let value: String
        package let origin: String
    }

    private let fileName: String
    private let fileValues: [String: String]
    private let environment: [String: String]
    package private(set) var effective: [Effective] = []

    /// `yaml` is the file's text; `environment` the process's.
    package init(yaml: String, fileName: String, environment: [String: String]) throws(ConfigurationError) {
        self.fileName = fileName
        self.environment = environment.filter { $0.key.hasPrefix("HOLSTER_") }
        var values: [String: String] = [:]
        let root: Node?
        do { root = try Yams.compose(yaml: yaml) } catch { throw ConfigurationError("\(fileName): \(error)") }
        if let root, root != Node("") {
            guard case .mapping(let mapping) = root else {
                throw ConfigurationError("\(fileName): the top level must be a mapping")
            }
            try Self.flatten(mapping, prefix: "", depth: 0, fileName: fileName, into: &values)
        }
        fileValues = values
    }

    private static func flatten(
        _ mapping: Node.Mapping,
        prefix: String,
        depth: Int,
        fileName: String,
        into values: inout [String: String]
    ) throws(ConfigurationError) {
        guard depth < 8 else { throw ConfigurationError("\(fileName): '\(prefix)' is nested more than 8 deep") }
        for (keyNode, valueNode) in mapping {
            guard let key = keyNode.scalar?.string else {
                throw ConfigurationError("\(fileName): a key under '\(prefix)' is not text")
            }
            let path = prefix.isEmpty ? key : "\(prefix).\(key)"
            switch valueNode {
            case .scalar(let scalar): values[path] = scalar.string
            case .mapping(let inner): try flatten(inner, prefix: path, depth: depth + 1, fileName: fileName, into: &values)
            default: throw ConfigurationError("\(fileName): '\(path)' must be a single value")
            }
        }
    }

    /// `grpc.listen` → `HOLSTER_GRPC_LISTEN`.
    package static func environmentName(of key: String) -> String {
        "HOLSTER_" + key.uppercased().map { $0 == "." ? "_" : String($0) }.joined()
    }

    /// `nil` when unset or empty. A secret's value is not shown by ``effective``.
    package mutating func optionalText(_ key: String, isSecret: Bool = false) -> String? {
        let value = text(key, default: "")
        if isSecret, !value.isEmpty, let last = effective.popLast() {
            effective.append(Effective(key: key, value: "(set, not shown)", origin: last.origin))
        }
        return value.isEmpty ? nil : value
    }

    package mutating func text(_ key: String, default fallback: String) -> String {
        let name = Self.environmentName(of: key)
        let found: Effective
        if let value = environment[name] {
            found = Effective(key: key, value: value, origin: "environment \(name)")
        } else if let value = fileValues[key] {
            found = Effective(key: key, value: value, origin: fileName)
        } else {
            found = Effective(key: key, value: fallback, origin: "default")
        }
        effective.append(found)
        return found.value
    }

    package mutating func integer(
        _ key: String,
        default fallback: Int,
        in range: ClosedRange<Int>
    ) throws(ConfigurationError) -> Int {
        let text = text(key, default: String(fallback))
        guard let value = Int(text), range.contains(value) else {
            throw problem(key, "must be a whole number from \(range.lowerBound) to \(range.upperBound), not '\(text)'")
        }
        return value
    }

    package mutating func flag(_ key: String, default fallback: Bool) throws(ConfigurationError) -> Bool {
        switch text(key, default: String(fallback)) {
        case "true", "yes", "1": return true
        case "false", "no", "0": return false
        case let other: throw problem(key, "must be true or false, not '\(other)'")
        }
    }

    package mutating func milliseconds(
        _ key: String,
        default fallback: Int,
        in range: ClosedRange<Int>
    ) throws(ConfigurationError) -> Duration {
        .milliseconds(try integer(key, default: fallback, in: range))
    }

    package func problem(_ key: String, _ what: String) -> ConfigurationError {
        let origin = effective.last { $0.key == key }?.origin ?? fileName
        return ConfigurationError("\(key) (\(origin)): \(what)")
    }

    /// Throws when the file or the environment sets something that nothing read. `HOLSTER_TEST_…` belongs to the tests.
    package func refuseUnknownKeys() throws(ConfigurationError) {
        let known = Set(effective.map(\.key))
        if let key = fileValues.keys.sorted().first(where: { !known.contains($0) }) {
            throw ConfigurationError("\(fileName): unknown setting '\(key)' (see `holster config print`)")
        }
        let names = Set(known.map(Self.environmentName))
        let ignored = ["HOLSTER_CONFIG", "HOLSTER_MEASURE", "HOLSTER_SHARED_DATA", "HOLSTER_ORACLE_PYTHON", "HOLSTER_SERVE_VENV"]
        let foreign = environment.keys.sorted().first {
            !names.contains($0) && !ignored.contains($0) && !$0.hasPrefix("HOLSTER_TEST_")
        }
        if let foreign { throw ConfigurationError("unknown environment variable \(foreign) (see `holster config print`)") }
    }
}
