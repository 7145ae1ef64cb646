public import ProtobufWire

extension HolsterV1 {
    /// One text rule that matched.
    public struct RuleMatch: ProtobufMessage {
        public static let protobufName = "holster.v1.RuleMatch"

        /// As in the rule file.
        public var ruleID = ""
        public var contentClass: ContentClass = .unspecified
        /// "block", "review", "tag", "signal", "allow".
        public var action = ""
        /// 0 to 1.
        public var weight: Double = 0
        /// "title" or "description".
        public var field = ""
        /// UTF-8 byte offsets into that field as it was sent, half-open, on character boundaries: what the seller typed, not what
        /// it was normalised to.
        public var start: UInt32 = 0
        public var end: UInt32 = 0
        /// The original text within the span.
        public var text = ""
        /// The normaliser's view that matched, for example "folded" or "spaceless".
        public var view = ""
        /// The rule is on trial: the match is recorded and did not act.
        public var shadow = false

        public init() {}

        public func encode(to writer: inout ProtobufWriter) {
            writer.string(1, ruleID)
            writer.enumeration(2, contentClass)
            writer.string(3, action)
            writer.double(4, weight)
            writer.string(5, field)
            writer.uint32(6, start)
            writer.uint32(7, end)
            writer.string(8, text)
            writer.string(9, view)
            writer.bool(10, shadow)
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: ruleID = try reader.string() ?? ruleID
            case 2: contentClass = try reader.enumeration() ?? contentClass
            case 3: action = try reader.string() ?? action
            case 4: weight = try reader.double() ?? weight
            case 5: field = try reader.string() ?? field
            case 6: start = try reader.uint32() ?? start
            case 7: end = try reader.uint32() ?? end
            case 8: text = try reader.string() ?? text
            case 9: view = try reader.string() ?? view
            case 10: shadow = try reader.bool() ?? shadow
            default: try reader.skip()
            }
        }
    }
}
