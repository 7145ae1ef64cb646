public import ProtobufWire

extension HolsterV1 {
    public struct SetEntryStateRequest: ProtobufMessage {
        public static let protobufName = "holster.v1.SetEntryStateRequest"

        public var bank = ""
        /// 1 to 500.
        public var entryIDs: [String] = []
        /// Required: "live", "shadow", "quarantined".
        public var state = ""
        /// Required; becomes the entries' note.
        public var reason = ""

        public init() {}

        public func encode(to writer: inout ProtobufWriter) {
            writer.string(1, bank)
            writer.strings(2, entryIDs)
            writer.string(3, state)
            writer.string(4, reason)
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: bank = try reader.string() ?? bank
            case 2: try reader.strings(into: &entryIDs)
            case 3: state = try reader.string() ?? state
            case 4: reason = try reader.string() ?? reason
            default: try reader.skip()
            }
        }
    }
}
