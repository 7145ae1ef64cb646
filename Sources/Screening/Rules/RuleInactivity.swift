/// Why a rule does not look at a field of a listing.
public enum RuleInactivity: String, Sendable, Codable, CaseIterable {
    case draft
    case expired
    /// The rule is for other fields.
    case otherField = "other_field"
    /// The rule is for other categories or regions.
    case otherScope = "other_scope"
}
