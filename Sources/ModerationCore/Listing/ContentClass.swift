/// What a listing may be about, in the order fixed by the contract: proto enum, tensor index, policy and metrics all use it.
public enum ContentClass: Int, CaseIterable, Sendable, Hashable {
    case firearm
    case firearmPart
    case ammunition
    case realisticReplica
    case airsoft
    case paintball
    case toy
    case tool
    case other

    /// The name used in policies, metrics, manifests and JSON: `firearm_part`.
    public var name: String {
        switch self {
        case .firearm: "firearm"
        case .firearmPart: "firearm_part"
        case .ammunition: "ammunition"
        case .realisticReplica: "realistic_replica"
        case .airsoft: "airsoft"
        case .paintball: "paintball"
        case .toy: "toy"
        case .tool: "tool"
        case .other: "other"
        }
    }

    public init?(name: String) {
        guard let match = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = match
    }

    /// Prohibited on the marketplace; their probabilities add up to `violation_probability`.
    public var isProhibited: Bool {
        switch self {
        case .firearm, .firearmPart, .ammunition, .realisticReplica: true
        case .airsoft, .paintball, .toy, .tool, .other: false
        }
    }

    /// Allowed, but shown to buyers with a tag.
    public var isTagged: Bool {
        switch self {
        case .airsoft, .paintball: true
        default: false
        }
    }
}

extension ContentClass: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let name = try container.decode(String.self)
        guard let value = ContentClass(name: name) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "unknown class '\(name)'")
        }
        self = value
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(name)
    }
}
