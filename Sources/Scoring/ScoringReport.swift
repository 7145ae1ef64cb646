import ModerationCore

/// What scoring came to, with what the version vector needs to know of it.
public struct ScoringReport: Sendable, Equatable {
    public var outcome: ScoringOutcome
    /// SHA-256 (hexadecimal) of the vocabulary behind the ids that were scored; `nil` when no text was.
    public var vocabularyDigest: String?

    public init(outcome: ScoringOutcome, vocabularyDigest: String? = nil) {
        self.outcome = outcome
        self.vocabularyDigest = vocabularyDigest
    }
}
