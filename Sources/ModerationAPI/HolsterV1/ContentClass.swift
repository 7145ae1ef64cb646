public import ProtobufWire

extension HolsterV1 {
    /// What a listing may be about. The number is the index in the models' class_probabilities tensor plus one, because proto3
    /// wants a zero that means "not said": FIREARM is tensor index 0 and number 1, OTHER is tensor index 8 and number 9.
    public struct ContentClass: ProtobufEnumeration {
        public let rawValue: Int32

        public init(rawValue: Int32) { self.rawValue = rawValue }

        public static let unspecified = ContentClass(rawValue: 0)
        /// Prohibited: these four add up to Verdict.violation_probability.
        public static let firearm = ContentClass(rawValue: 1)
        public static let firearmPart = ContentClass(rawValue: 2)
        public static let ammunition = ContentClass(rawValue: 3)
        public static let realisticReplica = ContentClass(rawValue: 4)
        /// Allowed, but must be tagged.
        public static let airsoft = ContentClass(rawValue: 5)
        public static let paintball = ContentClass(rawValue: 6)
        /// Allowed.
        public static let toy = ContentClass(rawValue: 7)
        public static let tool = ContentClass(rawValue: 8)
        public static let other = ContentClass(rawValue: 9)
    }
}
