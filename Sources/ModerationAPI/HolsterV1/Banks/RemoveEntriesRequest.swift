public import ProtobufWire

extension HolsterV1 {
    public struct RemoveEntriesRequest: ProtobufMessage {
        public static let protobufName = "holster.v1.RemoveEntriesRequest"

        public var bank = ""
        /// 1 to 500.
        public var entryIDs: [String] = []
        /// Required.
        public var reason = ""

        public init() {}

        public func encode(to writer: inout ProtobufWriter) {
            writer.string(1, bank)
            writer.strings(2, entryIDs)
            writer.string(3, reason)
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: bank = try reader.string() ?? bank
            case 2: try reader.strings(into: &entryIDs)
            case 3: reason = try reader.string() ?? reason
            default: try reader.skip()
            }
        }
    }
}
