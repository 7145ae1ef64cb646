public import ModerationCore

/// What a rule file says of one rule, in figures: for lists.
public struct RuleSummary: Sendable, Equatable {
    public var id: String
    /// Where the rule begins in its file, counted from 1.
    public var line: Int?
    public var contentClass: ContentClass
    public var action: RuleAction
    public var weight: Double
    public var state: RuleState
    /// The last day on which it matches, for example `2027-01-31`.
    public var expires: String?
    public var isExpired: Bool
    /// For people: rules apply whatever language a listing claims.
    public var languages: [String]
    public var fields: [ListingField]
    public var categories: [String]
    public var regions: [String]
    /// Those of `all` among them.
    public var termCount: Int
    public var patternCount: Int
    public var note: String
}

/// How large a compiled set of rules is.
public struct RuleSetSize: Sendable, Equatable {
    public var ruleCount: Int
    public var termCount: Int
    public var patternCount: Int
    /// Terms, by how they read: those that read differently in several views count several times.
    public var literalCount: Int
    public var databaseByteCount: Int
}

extension RuleSet {
    /// Every rule in the order of the file; `now` tells which are expired.
    public func summaries(now: UnixTime) -> [RuleSummary] {
        rules.map { rule in
            RuleSummary(
                id: rule.id,
                line: rule.line,
                contentClass: rule.contentClass,
                action: rule.action,
                weight: rule.weight,
                state: rule.state,
                expires: rule.expires?.description,
                isExpired: rule.expires?.isOver(at: now) ?? false,
                languages: rule.languages,
                fields: ListingField.allCases.filter(rule.fields.contains),
                categories: rule.categories,
                regions: rule.regions,
                termCount: rule.textCount - rule.patterns.count,
                patternCount: rule.patterns.count,
                note: rule.note
            )
        }
    }

    public var size: RuleSetSize {
        RuleSetSize(
            ruleCount: rules.count,
            termCount: rules.reduce(0) { $0 + $1.textCount - $1.patterns.count },
            patternCount: rules.reduce(0) { $0 + $1.patterns.count },
            literalCount: compiled.table.keywords.count + compiled.keywords.reduce(0) { $0 + $1.count },
            databaseByteCount: compiled.databases.reduce(0) { $0 + $1.byteCount }
        )
    }
}
