public import ProtobufWire

extension HolsterV1 {
    public struct ExplainTextResponse: ProtobufMessage {
        public static let protobufName = "holster.v1.ExplainTextResponse"

        public var matches: [RuleMatch] = []
        /// File name and digest of the rule file.
        public var rules = ""
        public var readings: [TextReading] = []

        public init() {}

        public func encode(to writer: inout ProtobufWriter) {
            writer.messages(1, matches)
            writer.string(2, rules)
            writer.messages(3, readings)
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: try reader.messages(into: &matches)
            case 2: rules = try reader.string() ?? rules
            case 3: try reader.messages(into: &readings)
            default: try reader.skip()
            }
        }
    }
}
