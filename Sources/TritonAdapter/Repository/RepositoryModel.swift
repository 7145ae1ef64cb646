/// One version of one model in Triton's repository.
public struct RepositoryModel: Sendable, Equatable {
    public var name: String
    /// Empty for a model that was never loaded: Triton then lists its name only.
    public var version: String
    /// `READY`, `LOADING`, `UNLOADING`, `UNAVAILABLE`, or empty for a model that was never loaded.
    public var state: String
    /// Why it is not ready; empty when there is nothing to say.
    public var reason: String

    public init(name: String, version: String, state: String, reason: String) {
        self.name = name
        self.version = version
        self.state = state
        self.reason = reason
    }

    public var isReady: Bool { state == "READY" }
}
