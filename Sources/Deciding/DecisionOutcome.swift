import ModerationCore

/// What the policy needs to know of a listing besides its evidence.
public struct DecisionContext: Sendable, Equatable {
    public var category: String
    /// Photos uploaded, readable or not.
    public var photoCount: Int

    public init(category: String = "", photoCount: Int = 0) {
        self.category = category
        self.photoCount = photoCount
    }
}

/// What the policy made of the evidence.
public struct DecisionOutcome: Sendable, Equatable {
    public var decision: Decision
    /// Airsoft or paintball, in the classes' order; also on a listing that is reviewed or blocked.
    public var tags: [ContentClass]
    /// Never empty; what called for the most severe decision comes first.
    public var reasons: [Reason]
    public var annotations: [Annotation]
    /// The listing goes live although it could not be scored. A listing that stage 1 holds or blocks carries the same reason, but
    /// did not go through.
    public var failedOpen: Bool
    /// The review case to open; `nil` opens none.
    public var casePriority: CasePriority?

    public init(
        decision: Decision,
        tags: [ContentClass],
        reasons: [Reason],
        annotations: [Annotation],
        failedOpen: Bool,
        casePriority: CasePriority?
    ) {
        self.decision = decision
        self.tags = tags
        self.reasons = reasons
        self.annotations = annotations
        self.failedOpen = failedOpen
        self.casePriority = casePriority
    }
}
