/// How far down the degrade ladder the scoring that answered stood.
public enum ScoringRung: String, Sendable, Codable, CaseIterable {
    /// The whole ensemble, or both towers and fusion.
    case full
    /// Image tower, the text tower's CPU twin, fusion.
    case cpuText = "cpu_text"
    /// The text tower's CPU twin and fusion; photos were not looked at.
    case textOnly = "text_only"
}

/// Why scoring could not answer.
public enum ScoringFailure: String, Sendable, Codable, CaseIterable {
    case unavailable
    case overloaded
    case deadlineNear = "deadline_near"
    /// NaN, wrong shape, missing output, probabilities that do not add up.
    case invalidOutput = "invalid_output"
    /// No tokenizer belongs to the text tower's live version.
    case noTokenizer = "no_tokenizer"
}

/// One rung that was tried and did not answer.
public struct FailedRung: Sendable, Equatable, Codable {
    public var rung: ScoringRung
    public var failure: ScoringFailure
    public var detail: String

    public init(rung: ScoringRung, failure: ScoringFailure, detail: String) {
        self.rung = rung
        self.failure = failure
        self.detail = detail
    }
}

/// What stage 2 says of a listing: the photo with the highest violation probability speaks for all.
public struct ScoringEvidence: Sendable, Equatable, Codable {
    public var probabilities: ClassProbabilities
    /// The photo those probabilities are of; `nil` without photos, or when photos were not looked at.
    public var photoIndex: Int?
    /// Of every photo scored, by its index in the listing.
    public var perPhoto: [Int: ClassProbabilities]
    public var rung: ScoringRung
    public var failedRungs: [FailedRung]
    public var versions: ModelVersions

    public init(
        probabilities: ClassProbabilities,
        photoIndex: Int?,
        perPhoto: [Int: ClassProbabilities],
        rung: ScoringRung,
        failedRungs: [FailedRung],
        versions: ModelVersions
    ) {
        self.probabilities = probabilities
        self.photoIndex = photoIndex
        self.perPhoto = perPhoto
        self.rung = rung
        self.failedRungs = failedRungs
        self.versions = versions
    }
}

/// What stage 2 came to.
public enum ScoringOutcome: Sendable, Equatable {
    case scored(ScoringEvidence)
    /// Every rung failed; the last failure names the fail-open reason.
    case failed([FailedRung])
    /// Stage 1 settled it, or there was nothing to score.
    case skipped(why: String)
}
