/// What the gateway is told to do, least severe first: the order is the severity.
public enum Decision: String, Sendable, Codable, CaseIterable, Comparable {
    case allow = "ALLOW"
    case allowTagged = "ALLOW_TAGGED"
    case review = "REVIEW"
    case block = "BLOCK"

    private var severity: Int {
        switch self {
        case .allow: 0
        case .allowTagged: 1
        case .review: 2
        case .block: 3
        }
    }

    public static func < (left: Decision, right: Decision) -> Bool { left.severity < right.severity }
}
