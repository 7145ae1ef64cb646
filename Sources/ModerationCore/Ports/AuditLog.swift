/// A store that cannot be written or read.
public struct StoreFailure: Error, Sendable, Equatable {
    public var message: String

    public init(_ message: String) { self.message = message }
}

public enum CasePriority: Int, Sendable, Codable, CaseIterable, Comparable {
    case normal = 1
    case high = 2

    public static func < (left: CasePriority, right: CasePriority) -> Bool { left.rawValue < right.rawValue }
}

/// One decision to be written: the audit event, and the review case where there is to be one, in one transaction.
public struct DecisionRecord: Sendable {
    /// `verdict.caseID` is set exactly when ``casePriority`` is.
    public var verdict: Verdict
    public var listing: Listing
    public var contentDigest: String
    public var casePriority: CasePriority?
    /// SHA-256 (hexadecimal) of each photo, by index.
    public var photoDigests: [String]
    /// Hexadecimal fingerprint of each photo, by index; empty where it has none.
    public var photoFingerprints: [String]

    public init(
        verdict: Verdict,
        listing: Listing,
        contentDigest: String,
        casePriority: CasePriority?,
        photoDigests: [String],
        photoFingerprints: [String]
    ) {
        self.verdict = verdict
        self.listing = listing
        self.contentDigest = contentDigest
        self.casePriority = casePriority
        self.photoDigests = photoDigests
        self.photoFingerprints = photoFingerprints
    }
}

/// Where decisions become durable.
public protocol AuditLog: Sendable {
    /// Returns once the record's group commit is on disk. Refuses (throws) when the bounded queue is full.
    @discardableResult
    func append(_ record: DecisionRecord) async throws(StoreFailure) -> StoredVerdict
    /// The verdict written for a request, for replays while the ledger is away.
    func verdict(requestID: String) async throws(StoreFailure) -> (contentDigest: String, verdict: Verdict)?
    /// Whether writes succeed right now.
    func isWritable() async -> Bool
}
