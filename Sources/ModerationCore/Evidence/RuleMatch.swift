/// What a rule that matched calls for.
public enum RuleAction: String, Sendable, Codable, CaseIterable {
    /// Strong enough to decide alone: the policy blocks or reviews by it.
    case block
    case review
    /// Allowed, but tagged (airsoft, paintball).
    case tag
    /// Adds its weight; decides only together with others.
    case signal
    /// A known innocent reading ("glue gun"): cancels matches of prohibited rules that it overlaps.
    case allow
}

/// One rule that matched a listing's text.
public struct RuleMatch: Sendable, Equatable, Codable {
    public var ruleID: String
    public var contentClass: ContentClass
    public var action: RuleAction
    /// 0…1.
    public var weight: Double
    public var field: ListingField
    /// UTF-8 byte offsets into the *original* field, half-open, always on character boundaries of the original.
    public var start: Int
    public var end: Int
    /// The original text within the span.
    public var text: String
    /// The view of the normaliser that matched: `folded`, `skeleton`, `compact`, …
    public var view: String
    /// The rule is on trial: the match is recorded and does not act.
    public var isShadow: Bool

    public init(
        ruleID: String,
        contentClass: ContentClass,
        action: RuleAction,
        weight: Double,
        field: ListingField,
        start: Int,
        end: Int,
        text: String,
        view: String,
        isShadow: Bool = false
    ) {
        self.ruleID = ruleID
        self.contentClass = contentClass
        self.action = action
        self.weight = weight
        self.field = field
        self.start = start
        self.end = end
        self.text = text
        self.view = view
        self.isShadow = isShadow
    }

    /// Records of earlier versions know no rules on trial.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        ruleID = try values.decode(String.self, forKey: .ruleID)
        contentClass = try values.decode(ContentClass.self, forKey: .contentClass)
        action = try values.decode(RuleAction.self, forKey: .action)
        weight = try values.decode(Double.self, forKey: .weight)
        field = try values.decode(ListingField.self, forKey: .field)
        start = try values.decode(Int.self, forKey: .start)
        end = try values.decode(Int.self, forKey: .end)
        text = try values.decode(String.self, forKey: .text)
        view = try values.decode(String.self, forKey: .view)
        isShadow = try values.decodeIfPresent(Bool.self, forKey: .isShadow) ?? false
    }
}
