import ModerationCore

/// One piece of evidence and what the policy makes of it alone.
struct Finding: Sendable, Equatable {
    var decision: Decision
    var reason: Reason
    var tag: ContentClass?
    /// The case it calls for beyond the decision's own.
    var casePriority: CasePriority?

    init(_ decision: Decision, _ reason: Reason, tag: ContentClass? = nil, casePriority: CasePriority? = nil) {
        self.decision = decision
        self.reason = reason
        self.tag = tag
        self.casePriority = casePriority
    }
}
