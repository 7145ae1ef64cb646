extension HolsterV1.Decision: CustomStringConvertible {
    /// As policies, stores and metrics spell it: `ALLOW_TAGGED`; `DECISION_7` for a number that this build does not know.
    public var description: String {
        switch self {
        case .allow: "ALLOW"
        case .allowTagged: "ALLOW_TAGGED"
        case .review: "REVIEW"
        case .block: "BLOCK"
        default: "DECISION_\(rawValue)"
        }
    }
}
