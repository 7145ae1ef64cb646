public import ProtobufWire

extension HolsterV1 {
    public struct ExportRequest: ProtobufMessage {
        public static let protobufName = "holster.v1.ExportRequest"

        public var bank = ""
        /// "csv", "jsonl", "pdq" (of a pdq256 bank).
        public var format = ""
        /// Only entries in these states. Empty: all; for "pdq", which has no column for it, those that are live and have not expired.
        public var states: [String] = []

        public init() {}

        public func encode(to writer: inout ProtobufWriter) {
            writer.string(1, bank)
            writer.string(2, format)
            writer.strings(3, states)
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: bank = try reader.string() ?? bank
            case 2: format = try reader.string() ?? format
            case 3: try reader.strings(into: &states)
            default: try reader.skip()
            }
        }
    }
}
