public enum CaseStatus: String, Sendable, Codable, CaseIterable { case open, resolved }

public enum CaseResolution: String, Sendable, Codable, CaseIterable {
    /// The decision stands.
    case uphold
    /// The listing is allowed after all.
    case overturn
}

/// A decision that a person looks at, with its evidence as it was.
public struct ReviewCase: Sendable, Equatable, Codable {
    public var id: String
    public var requestID: String
    public var listingID: String
    public var priority: CasePriority
    public var status: CaseStatus
    public var openedAt: UnixTime
    public var resolvedAt: UnixTime?
    public var resolution: CaseResolution?
    public var resolvedBy: String?
    public var note: String?
    public var title: String
    public var description: String
    public var category: String
    public var region: String
    public var sellerID: String
    public var verdict: Verdict
    /// SHA-256 (hexadecimal) names in the blob folder, by photo index.
    public var photoDigests: [String]

    public init(
        id: String,
        requestID: String,
        listingID: String,
        priority: CasePriority,
        status: CaseStatus,
        openedAt: UnixTime,
        resolvedAt: UnixTime? = nil,
        resolution: CaseResolution? = nil,
        resolvedBy: String? = nil,
        note: String? = nil,
        title: String,
        description: String,
        category: String,
        region: String,
        sellerID: String,
        verdict: Verdict,
        photoDigests: [String]
    ) {
        self.id = id
        self.requestID = requestID
        self.listingID = listingID
        self.priority = priority
        self.status = status
        self.openedAt = openedAt
        self.resolvedAt = resolvedAt
        self.resolution = resolution
        self.resolvedBy = resolvedBy
        self.note = note
        self.title = title
        self.description = description
        self.category = category
        self.region = region
        self.sellerID = sellerID
        self.verdict = verdict
        self.photoDigests = photoDigests
    }
}

/// The reviewers' side of the store.
public protocol ReviewQueue: Sendable {
    /// Highest priority first, then oldest first.
    func cases(status: CaseStatus?, limit: Int) async throws(StoreFailure) -> [ReviewCase]
    func reviewCase(id: String) async throws(StoreFailure) -> ReviewCase?
    /// Returns the case as it then stands; `nil` when there is none. Throws when it was resolved before.
    func resolve(
        caseID: String,
        resolution: CaseResolution,
        by reviewer: String,
        note: String
    ) async throws(StoreFailure) -> ReviewCase?
}
