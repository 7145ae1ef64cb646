/// How a bank stands at the moment of a lookup.
public struct BankStatus: Sendable, Equatable, Codable {
    public var name: String
    public var kind: BankKind
    public var fingerprintKind: FingerprintKind
    public var radius: Int
    /// As ``BankMetadata/pixelMode``.
    public var pixelMode: String?
    public var state: BankMetadata.State
    public var epoch: Int64
    /// Entries that can match, those in shadow and quarantine among them.
    public var entryCount: Int
    public var shadowEntryCount: Int
    /// Quarantined by the bank or by this process.
    public var quarantinedEntryCount: Int
    /// Entries that may not be matched: malformed, or of no photo of use.
    public var rejectedEntryCount: Int
    /// Time since the bank was last known to equal Redis.
    public var staleMilliseconds: Int64

    public init(
        name: String,
        kind: BankKind,
        fingerprintKind: FingerprintKind,
        radius: Int,
        pixelMode: String? = nil,
        state: BankMetadata.State = .live,
        epoch: Int64,
        entryCount: Int,
        shadowEntryCount: Int = 0,
        quarantinedEntryCount: Int = 0,
        rejectedEntryCount: Int = 0,
        staleMilliseconds: Int64
    ) {
        self.name = name
        self.kind = kind
        self.fingerprintKind = fingerprintKind
        self.radius = radius
        self.pixelMode = pixelMode
        self.state = state
        self.epoch = epoch
        self.entryCount = entryCount
        self.shadowEntryCount = shadowEntryCount
        self.quarantinedEntryCount = quarantinedEntryCount
        self.rejectedEntryCount = rejectedEntryCount
        self.staleMilliseconds = staleMilliseconds
    }

    /// Records of earlier versions have no state and no counts but the live entries'.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        name = try values.decode(String.self, forKey: .name)
        kind = try values.decode(BankKind.self, forKey: .kind)
        fingerprintKind = try values.decode(FingerprintKind.self, forKey: .fingerprintKind)
        radius = try values.decode(Int.self, forKey: .radius)
        pixelMode = try values.decodeIfPresent(String.self, forKey: .pixelMode)
        state = try values.decodeIfPresent(BankMetadata.State.self, forKey: .state) ?? .live
        epoch = try values.decode(Int64.self, forKey: .epoch)
        entryCount = try values.decode(Int.self, forKey: .entryCount)
        shadowEntryCount = try values.decodeIfPresent(Int.self, forKey: .shadowEntryCount) ?? 0
        quarantinedEntryCount = try values.decodeIfPresent(Int.self, forKey: .quarantinedEntryCount) ?? 0
        rejectedEntryCount = try values.decodeIfPresent(Int.self, forKey: .rejectedEntryCount) ?? 0
        staleMilliseconds = try values.decode(Int64.self, forKey: .staleMilliseconds)
    }

    /// Entries that act, in a bank that does.
    public var liveEntryCount: Int { max(0, entryCount - shadowEntryCount - quarantinedEntryCount) }
}

/// Answers from memory; never waits for Redis or for a writer.
public protocol FingerprintBank: Sendable {
    /// Every entry of every bank within its bank's radius of one of the photo's orientations, nearest first; entries and banks that are not live
    /// are among them and marked. `photoIndex` is copied into the matches. A lookup that is not counted leaves no trace: neither statistics nor
    /// what quarantines entries take notice.
    func matches(for fingerprint: PhotoFingerprint, photoIndex: Int, isCounted: Bool) -> [FingerprintMatch]
    /// Every bank loaded, by name; empty when none ever was.
    func statuses() -> [BankStatus]
}

extension FingerprintBank {
    /// A lookup that counts.
    public func matches(for fingerprint: PhotoFingerprint, photoIndex: Int) -> [FingerprintMatch] {
        matches(for: fingerprint, photoIndex: photoIndex, isCounted: true)
    }
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
    /// When the state was last changed, and by whom; `nil` and empty when it never was.
    public var changed: UnixTime?
    public var changedBy: String

    public init(
        id: String,
        fingerprint: String,
        source: String,
        reason: String,
        author: String,
        created: UnixTime,
        expires: UnixTime? = nil,
        state: State = .live,
        note: String = "",
        changed: UnixTime? = nil,
        changedBy: String = ""
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
        self.changed = changed
        self.changedBy = changedBy
    }
}

/// A bank's `meta` hash.
public struct BankMetadata: Sendable, Equatable, Codable {
    public enum State: String, Sendable, Codable, CaseIterable { case live, shadow, disabled }

    public var name: String
    public var kind: BankKind
    public var fingerprintKind: FingerprintKind
    public var radius: Int
    /// How the pixels were made that the entries' fingerprints are of, by ``exactPixels`` or another name of a version vector; `nil` where the
    /// bank does not say, which stands for ``exactPixels``. A text, since a bank of a later version's mode is a bank all the same.
    public var pixelMode: String?
    public var state: State
    public var epoch: Int64
    /// Tells this epoch's content from another history's at the same number; `nil` where nobody said.
    public var stamp: String?

    /// What a bank that says nothing was made with: there was no other way.
    public static let exactPixels = "exact"

    public init(
        name: String,
        kind: BankKind,
        fingerprintKind: FingerprintKind,
        radius: Int,
        pixelMode: String? = nil,
        state: State = .live,
        epoch: Int64 = 0,
        stamp: String? = nil
    ) {
        self.name = name
        self.kind = kind
        self.fingerprintKind = fingerprintKind
        self.radius = radius
        self.pixelMode = pixelMode
        self.state = state
        self.epoch = epoch
        self.stamp = stamp
    }
}

/// One message of a bank's log: one change, one epoch, of one or many entries.
public enum BankChange: Sendable, Equatable {
    case put([BankEntry])
    case remove(ids: [String])
    case metadata(BankMetadata)
}

/// Takes what the follower of Redis reads: the writing side of the in-memory banks.
public protocol BankChangeSink: Sendable {
    /// Replaces a whole bank by a snapshot.
    func replace(_ metadata: BankMetadata, entries: [BankEntry])
    /// Applies one change; `epoch` is the log's number for it.
    func apply(_ change: BankChange, toBank name: String, epoch: Int64)
    /// The stamp of the epoch that was just applied, for whoever keeps the bank beyond this process (``BankMetadata/stamp``).
    func keep(stamp: String?, bank name: String, epoch: Int64)
    func drop(bank name: String)
    /// These banks equalled Redis at this moment.
    func confirmFresh(at now: ContinuousClock.Instant, banks: Set<String>)
}

extension BankChangeSink {
    public func keep(stamp: String?, bank name: String, epoch: Int64) {}
}
