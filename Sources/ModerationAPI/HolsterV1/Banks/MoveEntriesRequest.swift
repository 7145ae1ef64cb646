public import ProtobufWire

extension HolsterV1 {
    public struct MoveEntriesRequest: ProtobufMessage {
        public static let protobufName = "holster.v1.MoveEntriesRequest"

        public var fromBank = ""
        public var toBank = ""
        /// 1 to 500.
        public var entryIDs: [String] = []
        /// Required.
        public var reason = ""

        public init() {}

        public func encode(to writer: inout ProtobufWriter) {
            writer.string(1, fromBank)
            writer.string(2, toBank)
            writer.strings(3, entryIDs)
            writer.string(4, reason)
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: fromBank = try reader.string() ?? fromBank
            case 2: toBank = try reader.string() ?? toBank
            case 3: try reader.strings(into: &entryIDs)
            case 4: reason = try reader.string() ?? reason
            default: try reader.skip()
            }
        }
    }
}
