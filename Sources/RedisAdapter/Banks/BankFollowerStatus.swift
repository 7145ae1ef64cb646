/// How the follower of the banks stands.
public struct BankFollowerStatus: Sendable, Equatable {
    /// The banks that were there at the start were loaded, or could not be.
    public var hasLoadedOnce = false
    public var isConnected = false
    /// When every known bank last equalled Redis; `nil` before the first time.
    public var lastFresh: ContinuousClock.Instant?
    /// Banks in memory that Redis no longer has.
    public var missingBanks: [String] = []
    /// Banks whose snapshot is being read, or waits for its turn.
    public var loadingBanks: [String] = []
    public var snapshotCount = 0
    public var changeCount = 0
    /// Entries, messages and meta hashes that were no such thing, and were skipped.
    public var malformedCount = 0

    public init() {}
}
