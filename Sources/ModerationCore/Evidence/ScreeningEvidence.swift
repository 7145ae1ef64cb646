/// What stage 1 found.
public struct ScreeningEvidence: Sendable, Equatable, Codable {
    public var ruleMatches: [RuleMatch]
    public var fingerprintMatches: [FingerprintMatch]
    public var banks: [BankStatus]

    public init(
        ruleMatches: [RuleMatch] = [],
        fingerprintMatches: [FingerprintMatch] = [],
        banks: [BankStatus] = []
    ) {
        self.ruleMatches = ruleMatches
        self.fingerprintMatches = fingerprintMatches
        self.banks = banks
    }
}

/// A photo that could not be looked at.
public struct UnreadablePhoto: Sendable, Equatable, Codable {
    public var photoIndex: Int
    /// Names the limit or the defect.
    public var problem: String

    public init(photoIndex: Int, problem: String) {
        self.photoIndex = photoIndex
        self.problem = problem
    }
}

/// Everything the decision is made from.
public struct Evidence: Sendable, Equatable {
    public var screening: ScreeningEvidence
    public var scoring: ScoringOutcome
    public var unreadablePhotos: [UnreadablePhoto]
    /// True while seller features are ``SellerFeatures/unknown`` because Redis had none in time.
    public var sellerFeaturesDefaulted: Bool

    public init(
        screening: ScreeningEvidence,
        scoring: ScoringOutcome,
        unreadablePhotos: [UnreadablePhoto] = [],
        sellerFeaturesDefaulted: Bool = false
    ) {
        self.screening = screening
        self.scoring = scoring
        self.unreadablePhotos = unreadablePhotos
        self.sellerFeaturesDefaulted = sellerFeaturesDefaulted
    }
}
