/// The answer to one check.
public struct Verdict: Sendable, Equatable, Codable {
    public var requestID: String
    public var listingID: String
    public var decision: Decision
    /// `airsoft`, `paintball`; non-empty only with ``Decision/allowTagged`` or a more severe decision on a tagged listing.
    public var tags: [ContentClass]
    /// `nil` when scoring was skipped or failed.
    public var probabilities: ClassProbabilities?
    public var violationProbability: Double?
    /// The photo that the probabilities are of.
    public var photoIndex: Int?
    public var reasons: [Reason]
    public var annotations: [Annotation]
    public var rung: ScoringRung?
    public var stages: [StageRecord]
    public var versions: VersionVector
    public var failedOpen: Bool
    /// A stored verdict given again for the same request.
    public var isReplayed: Bool
    public var isDryRun: Bool
    /// The review case that was opened, if one was.
    public var caseID: String?
    public var decidedAt: UnixTime

    public init(
        requestID: String,
        listingID: String,
        decision: Decision,
        tags: [ContentClass] = [],
        probabilities: ClassProbabilities? = nil,
        photoIndex: Int? = nil,
        reasons: [Reason] = [],
        annotations: [Annotation] = [],
        rung: ScoringRung? = nil,
        stages: [StageRecord] = [],
        versions: VersionVector = VersionVector(),
        failedOpen: Bool = false,
        isReplayed: Bool = false,
        isDryRun: Bool = false,
        caseID: String? = nil,
        decidedAt: UnixTime
    ) {
        self.requestID = requestID
        self.listingID = listingID
        self.decision = decision
        self.tags = tags
        self.probabilities = probabilities
        self.violationProbability = probabilities.map { Double($0.violationProbability) }
        self.photoIndex = photoIndex
        self.reasons = reasons
        self.annotations = annotations
        self.rung = rung
        self.stages = stages
        self.versions = versions
        self.failedOpen = failedOpen
        self.isReplayed = isReplayed
        self.isDryRun = isDryRun
        self.caseID = caseID
        self.decidedAt = decidedAt
    }
}
