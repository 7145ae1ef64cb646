extension HolsterV1.ContentClass {
    private static let count: Int32 = 9

    /// The class at an index of the models' `class_probabilities`, 0…8; `nil` for any other.
    public init?(tensorIndex: Int) {
        guard (0..<Int(Self.count)).contains(tensorIndex) else { return nil }
        self.init(rawValue: Int32(tensorIndex) + 1)
    }

    /// `nil` for `unspecified` and for a number that this build does not know.
    public var tensorIndex: Int? {
        (1...Self.count).contains(rawValue) ? Int(rawValue) - 1 : nil
    }
}

extension HolsterV1.ContentClass: CustomStringConvertible {
    private static let names = [
        "firearm", "firearm_part", "ammunition", "realistic_replica", "airsoft", "paintball", "toy", "tool", "other",
    ]

    /// As policies, manifests and metrics spell it: `firearm_part`; `content_class_77` for a number that this build does not know.
    public var description: String {
        tensorIndex.map { Self.names[$0] } ?? "content_class_\(rawValue)"
    }
}
