import ModerationAPI
import ModerationCore

extension HolsterV1.Decision {
    /// `ALLOW`, …; a number that this build does not know is shown as such.
    var name: String {
        switch self {
        case .allow: Decision.allow.rawValue
        case .allowTagged: Decision.allowTagged.rawValue
        case .review: Decision.review.rawValue
        case .block: Decision.block.rawValue
        default: "DECISION_\(rawValue)"
        }
    }
}

extension HolsterV1.ContentClass {
    var name: String {
        ContentClass(rawValue: Int(rawValue) - 1)?.name ?? "class_\(rawValue)"
    }
}
