import ModerationCore

/// Turns evidence into a decision: everything that trust and safety may tune without a new build.
public struct Policy: Sendable, Equatable {
    /// What bank matches call for: `ALLOW`, `REVIEW` or `BLOCK`. Allow banks have no setting: they cancel the others for their photo.
    public struct HashActions: Sendable, Equatable {
        public var block: Decision
        public var review: Decision

        public init(block: Decision = .block, review: Decision = .review) {
            self.block = block
            self.review = review
        }
    }

    /// What text rules call for: `ALLOW`, `REVIEW` or `BLOCK`.
    public struct KeywordActions: Sendable, Equatable {
        public var block: Decision
        public var review: Decision
        /// Signals of prohibited classes whose weights (each rule once) add up to this call for review. Above 0.
        public var reviewWeight: Double

        public init(block: Decision = .block, review: Decision = .review, reviewWeight: Double = 1) {
            self.block = block
            self.review = review
            self.reviewWeight = reviewWeight
        }
    }

    /// How far the answer of a rung is trusted.
    public struct RungRule: Sendable, Equatable {
        /// 0…1; probabilities are multiplied by it before they are compared with *block* thresholds, so that a weaker model sends to
        /// review what it alone should not block.
        public var confidence: Double
        /// The case that is opened when a listing goes live although its photos were not looked at; `nil` opens none.
        public var unscoredPhotosCase: CasePriority?

        public init(confidence: Double = 1, unscoredPhotosCase: CasePriority? = nil) {
            self.confidence = confidence
            self.unscoredPhotosCase = unscoredPhotosCase
        }
    }

    /// What happens to a listing that could not be scored.
    public struct FailOpenRule: Sendable, Equatable {
        /// `ALLOW` or `REVIEW`.
        public var decision: Decision
        public var casePriority: CasePriority

        public init(decision: Decision = .allow, casePriority: CasePriority = .high) {
            self.decision = decision
            self.casePriority = casePriority
        }
    }

    public var name: String
    /// Hexadecimal digest of the file, given by whoever read it.
    public var digest: String
    public var thresholds: ThresholdTable
    /// The first whose ``CategoryOverride/match`` occurs in the category applies.
    public var categories: [CategoryOverride]
    public var hashes: HashActions
    public var keywords: KeywordActions
    public var rungs: [ScoringRung: RungRule]
    public var failOpen: [ScoringFailure: FailOpenRule]
    /// A bank last known to equal Redis longer ago than this is annotated as stale.
    public var bankStaleAfterMilliseconds: Int64

    public init(
        name: String,
        digest: String = "",
        thresholds: ThresholdTable,
        categories: [CategoryOverride] = [],
        hashes: HashActions = HashActions(),
        keywords: KeywordActions = KeywordActions(),
        rungs: [ScoringRung: RungRule] = [:],
        failOpen: [ScoringFailure: FailOpenRule] = [:],
        bankStaleAfterMilliseconds: Int64 = 1_000
    ) {
        self.name = name
        self.digest = digest
        self.thresholds = thresholds
        self.categories = categories
        self.hashes = hashes
        self.keywords = keywords
        self.rungs = rungs
        self.failOpen = failOpen
        self.bankStaleAfterMilliseconds = bankStaleAfterMilliseconds
    }

    /// As the version vector names it: `default@3f2a…` (12 digits of the digest).
    public var version: String { digest.isEmpty ? name : "\(name)@\(digest.prefix(12))" }

    func thresholds(forCategory category: String) -> ThresholdTable {
        let folded = category.lowercased()
        let override = categories.first { folded.contains($0.match.lowercased()) }
        return override?.thresholds.over(thresholds) ?? thresholds
    }

    func rule(for rung: ScoringRung) -> RungRule { rungs[rung] ?? RungRule() }

    func rule(for failure: ScoringFailure) -> FailOpenRule { failOpen[failure] ?? FailOpenRule() }
}
