public import ModerationCore

/// What a bank's lookups found since the process started.
public struct BankMatchStatistics: Sendable, Equatable {
    public var bank: String
    /// Photos looked up.
    public var lookupCount: Int
    /// Photos with at least one match.
    public var matchedPhotoCount: Int
    public var matchCount: Int
    /// The entries that matched most, the most matched first.
    public var entries: [EntryStatistics]
}

/// What one entry matched since the process started, or since it last matched after a long time without.
public struct EntryStatistics: Sendable, Equatable {
    public var entryID: String
    public var matchCount: Int64
    public var lastMatched: UnixTime
    public var matchesInLastMinute: Int
    /// Photos that differ from one another, within the window of the ``FloodRule``.
    public var recentPhotoCount: Int
    /// This process quarantined the entry, and the bank does not say so yet.
    public var isQuarantinedHere: Bool
}
