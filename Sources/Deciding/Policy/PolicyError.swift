/// Why a policy file was refused; names the key and what it may be.
public struct PolicyError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Path of the key, such as `thresholds.firearm.block`; empty when the file as a whole does not parse.
    public var key: String
    public var problem: String

    public init(key: String, problem: String) {
        self.key = key
        self.problem = problem
    }

    public var description: String { key.isEmpty ? "policy: \(problem)" : "policy: \(key): \(problem)" }
}
