/// Why a decision fell the way it did. The spelling is the wire's and the store's; codes are added, never reused.
public enum ReasonCode: String, Sendable, Codable, CaseIterable {
    /// A photo is within a bank's radius of a known-bad one.
    case knownBadPhoto = "KNOWN_BAD_PHOTO"
    /// A photo is within an allow bank's radius.
    case knownGoodPhoto = "KNOWN_GOOD_PHOTO"
    case textRule = "TEXT_RULE"
    /// A rule or a bank entry on trial, or a quarantined entry, matched: recorded, without effect.
    case shadowMatch = "SHADOW_MATCH"
    /// A class's probability reached its threshold.
    case modelScore = "MODEL_SCORE"
    case photoUnreadable = "PHOTO_UNREADABLE"
    /// A lower rung of the ladder answered.
    case degradedScoring = "DEGRADED_SCORING"
    case failOpenUnavailable = "FAIL_OPEN_SCORING_UNAVAILABLE"
    case failOpenOverloaded = "FAIL_OPEN_SCORING_OVERLOADED"
    case failOpenDeadline = "FAIL_OPEN_DEADLINE"
    case failOpenInvalidOutput = "FAIL_OPEN_INVALID_OUTPUT"
    case nothingFound = "NOTHING_FOUND"

    public var isFailOpen: Bool {
        switch self {
        case .failOpenUnavailable, .failOpenOverloaded, .failOpenDeadline, .failOpenInvalidOutput: true
        default: false
        }
    }
}

/// One reason with the evidence it stands on.
public struct Reason: Sendable, Equatable, Codable {
    public var code: ReasonCode
    /// One line for a person.
    public var detail: String
    public var contentClass: ContentClass?
    public var probability: Double?
    public var photoIndex: Int?
    public var rule: RuleMatch?
    public var fingerprint: FingerprintMatch?

    public init(
        code: ReasonCode,
        detail: String,
        contentClass: ContentClass? = nil,
        probability: Double? = nil,
        photoIndex: Int? = nil,
        rule: RuleMatch? = nil,
        fingerprint: FingerprintMatch? = nil
    ) {
        self.code = code
        self.detail = detail
        self.contentClass = contentClass
        self.probability = probability
        self.photoIndex = photoIndex
        self.rule = rule
        self.fingerprint = fingerprint
    }
}

/// A circumstance that did not decide but that a reader of the verdict must know.
public enum AnnotationCode: String, Sendable, Codable, CaseIterable {
    case bankStale = "BANK_STALE"
    case banksUnavailable = "BANKS_UNAVAILABLE"
    case sellerFeaturesDefaulted = "SELLER_FEATURES_DEFAULTED"
    case idempotencyUnchecked = "IDEMPOTENCY_UNCHECKED"
    /// A fingerprint of a flat or symmetric picture was not looked up.
    case fingerprintUnreliable = "FINGERPRINT_UNRELIABLE"
    case rungFailed = "SCORING_RUNG_FAILED"
    case evidenceReduced = "EVIDENCE_REDUCED"
}

public struct Annotation: Sendable, Equatable, Codable {
    public var code: AnnotationCode
    public var detail: String

    public init(code: AnnotationCode, detail: String) {
        self.code = code
        self.detail = detail
    }
}
