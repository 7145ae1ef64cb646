public import ModerationCore

/// A place where a rule found something, and what became of it: one line of an explanation.
public struct RuleFinding: Sendable, Equatable {
    public enum Fate: Sendable, Equatable {
        case stands
        /// It stands, stepped down since the rule of this id matches too.
        case demoted(byRule: String)
        /// The rule of this id matches over it.
        case cancelled(byRule: String)
        /// One of the rule's `unless` terms stands over it or near by: that text of the original.
        case excluded(byText: String)
        /// None of the rule's `requires` terms stands near by.
        case lacksContext
        /// The rule does not apply to this listing, or not now.
        case inactive(RuleInactivity)
    }

    /// With action and weight as they came out; for what does not stand, as the rule states them.
    public var match: RuleMatch
    /// As the rule states it.
    public var statedAction: RuleAction
    public var fate: Fate

    package init(match: RuleMatch, statedAction: RuleAction, fate: Fate) {
        self.match = match
        self.statedAction = statedAction
        self.fate = fate
    }

    /// Whether it is among the matches of the listing.
    public var isMatch: Bool {
        switch fate {
        case .stands, .demoted: true
        case .cancelled, .excluded, .lacksContext, .inactive: false
        }
    }
}
