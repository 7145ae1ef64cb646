public import ProtobufWire

extension HolsterV1 {
    /// What the gateway must do. Numbers rise with severity.
    public struct Decision: ProtobufEnumeration {
        public let rawValue: Int32

        public init(rawValue: Int32) { self.rawValue = rawValue }

        /// Never sent. Treat it, and any number you do not know, as DECISION_REVIEW.
        public static let unspecified = Decision(rawValue: 0)
        /// Goes live.
        public static let allow = Decision(rawValue: 1)
        /// Goes live with the tags named in Verdict.tags.
        public static let allowTagged = Decision(rawValue: 2)
        /// Held until a reviewer decides; a case exists.
        public static let review = Decision(rawValue: 3)
        /// Refused; a case exists; the seller may appeal.
        public static let block = Decision(rawValue: 4)
    }
}
