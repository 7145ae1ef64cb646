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

/// Why a part of a listing was not looked at in time.
public struct Shortfall: Sendable, Equatable, Codable {
    public var failure: ScoringFailure
    public var detail: String

    public init(failure: ScoringFailure, detail: String) {
        self.failure = failure
        self.detail = detail
    }
}

/// Everything the decision is made from.
public struct Evidence: Sendable, Equatable {
    public var screening: ScreeningEvidence
    public var scoring: ScoringOutcome
    public var unreadablePhotos: [UnreadablePhoto]
    /// True while seller features are ``SellerFeatures/unknown`` because Redis had none in time.
    public var sellerFeaturesDefaulted: Bool
    /// A part of the listing that nobody got to in time; the rest was still screened and scored.
    public var shortfall: Shortfall?

    public init(
        screening: ScreeningEvidence,
        scoring: ScoringOutcome,
        unreadablePhotos: [UnreadablePhoto] = [],
        sellerFeaturesDefaulted: Bool = false,
        shortfall: Shortfall? = nil
    ) {
        self.screening = screening
        self.scoring = scoring
        self.unreadablePhotos = unreadablePhotos
        self.sellerFeaturesDefaulted = sellerFeaturesDefaulted
        self.shortfall = shortfall
    }
}
