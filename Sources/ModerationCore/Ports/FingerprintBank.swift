/// How a bank stands at the moment of a lookup.
public struct BankStatus: Sendable, Equatable, Codable {
    public var name: String
    public var kind: BankKind
    public var fingerprintKind: FingerprintKind
    public var radius: Int
    public var epoch: Int64
    public var entryCount: Int
    /// Time since the bank was last known to equal Redis.
    public var staleMilliseconds: Int64

    public init(
        name: String,
        kind: BankKind,
        fingerprintKind: FingerprintKind,
        radius: Int,
        epoch: Int64,
        entryCount: Int,
        staleMilliseconds: Int64
    ) {
        self.name = name
        self.kind = kind
        self.fingerprintKind = fingerprintKind
        self.radius = radius
        self.epoch = epoch
        self.entryCount = entryCount
        self.staleMilliseconds = staleMilliseconds
    }
}

/// Answers from memory; never waits for Redis or for a writer.
public protocol FingerprintBank: Sendable {
    /// Every live entry of every bank within its bank's radius, nearest first. `photoIndex` is copied into the matches.
    func matches(for fingerprint: PhotoFingerprint, photoIndex: Int) -> [FingerprintMatch]
    /// Every bank loaded, by name; empty when none ever was.
    func statuses() -> [BankStatus]
}

/// One entry as Redis holds it (`holster:{bank:NAME}:entries`).
public struct BankEntry: Sendable, Equatable, Codable {
    public enum State: String, Sendable, Codable, CaseIterable { case live, shadow, quarantined }

    public var id: String
    /// Hexadecimal, as ``Fingerprint/hexadecimal``.
    public var fingerprint: String
    public var source: String
    public var reason: String
    public var author: String
    public var created: UnixTime
    public var expires: UnixTime?
    public var state: State
    public var note: String

    public init(
        id: String,
        fingerprint: String,
        source: String,
        reason: String,
        author: String,
        created: UnixTime,
        expires: UnixTime? = nil,
        state: State = .live,
        note: String = ""
    ) {
        self.id = id
        self.fingerprint = fingerprint
        self.source = source
        self.reason = reason
        self.author = author
        self.created = created
        self.expires = expires
        self.state = state
        self.note = note
    }
}

/// A bank's `meta` hash.
public struct BankMetadata: Sendable, Equatable, Codable {
    public enum State: String, Sendable, Codable, CaseIterable { case live, shadow, disabled }

    public var name: String
    public var kind: BankKind
    public var fingerprintKind: FingerprintKind
    public var radius: Int
    public var state: State
    public var epoch: Int64

    public init(
        name: String,
        kind: BankKind,
        fingerprintKind: FingerprintKind,
        radius: Int,
        state: State = .live,
        epoch: Int64 = 0
    ) {
        self.name = name
        self.kind = kind
        self.fingerprintKind = fingerprintKind
        self.radius = radius
        self.state = state
        self.epoch = epoch
    }
}

/// One message of a bank's log.
public enum BankChange: Sendable, Equatable {
    case put(BankEntry)
    case remove(id: String)
    case metadata(BankMetadata)
}

/// Takes what the follower of Redis reads: the writing side of the in-memory banks.
public protocol BankChangeSink: Sendable {
    /// Replaces a whole bank by a snapshot.
    func replace(_ metadata: BankMetadata, entries: [BankEntry])
    /// Applies one change; `epoch` is the log's number for it.
    func apply(_ change: BankChange, toBank name: String, epoch: Int64)
    func drop(bank name: String)
    /// Every bank known equals Redis at this moment.
    func confirmFresh(at now: ContinuousClock.Instant)
}
