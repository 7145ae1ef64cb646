public import ProtobufWire

extension HolsterV1 {
    /// One reason with its evidence. The fields that are set depend on the code.
    public struct Reason: ProtobufMessage {
        public static let protobufName = "holster.v1.Reason"

        /// KNOWN_BAD_PHOTO, KNOWN_GOOD_PHOTO, TEXT_RULE, MODEL_SCORE, PHOTO_UNREADABLE, DEGRADED_SCORING,
        /// FAIL_OPEN_SCORING_UNAVAILABLE, FAIL_OPEN_SCORING_OVERLOADED, FAIL_OPEN_DEADLINE, FAIL_OPEN_INVALID_OUTPUT,
        /// NOTHING_FOUND. Codes are added, never reused.
        public var code = ""
        /// One line for a person. Do not parse it.
        public var detail = ""
        /// The class that this reason speaks of, where there is one.
        public var contentClass: ContentClass = .unspecified
        /// 0 to 1: the class's probability for MODEL_SCORE.
        public var probability: Double?
        /// The photo that this reason speaks of, counting from 0.
        public var photoIndex: UInt32?
        /// The rule that matched, for TEXT_RULE.
        public var rule: RuleMatch?
        /// The bank entry that matched, for KNOWN_BAD_PHOTO and KNOWN_GOOD_PHOTO.
        public var fingerprint: FingerprintMatch?

        public init() {}

        public func encode(to writer: inout ProtobufWriter) {
            writer.string(1, code)
            writer.string(2, detail)
            writer.enumeration(3, contentClass)
            writer.double(4, present: probability)
            writer.uint32(5, present: photoIndex)
            writer.message(6, rule)
            writer.message(7, fingerprint)
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: code = try reader.string() ?? code
            case 2: detail = try reader.string() ?? detail
            case 3: contentClass = try reader.enumeration() ?? contentClass
            case 4: probability = try reader.double() ?? probability
            case 5: photoIndex = try reader.uint32() ?? photoIndex
            case 6: try reader.message(into: &rule)
            case 7: try reader.message(into: &fingerprint)
            default: try reader.skip()
            }
        }
    }
}
