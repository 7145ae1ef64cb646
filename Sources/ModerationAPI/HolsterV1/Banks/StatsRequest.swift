public import ProtobufWire

extension HolsterV1 {
    public struct StatsRequest: ProtobufMessage {
        public static let protobufName = "holster.v1.StatsRequest"

        /// Empty: every bank.
        public var bank = ""

        public init() {}

        public func encode(to writer: inout ProtobufWriter) {
            writer.string(1, bank)
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: bank = try reader.string() ?? bank
            default: try reader.skip()
            }
        }
    }
}
