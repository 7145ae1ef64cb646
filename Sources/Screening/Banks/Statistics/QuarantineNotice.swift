public import ModerationCore

/// An entry matched so many different photos that it was quarantined, in this process for now.
public struct QuarantineNotice: Sendable, Equatable {
    public var bank: String
    public var entryID: String
    /// One line for a person: the figures that led to it.
    public var reason: String
    /// The bank's epoch as of the match.
    public var epoch: Int64
    public var time: UnixTime
}
