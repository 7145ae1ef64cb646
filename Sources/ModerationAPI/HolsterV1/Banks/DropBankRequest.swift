public import ProtobufWire

extension HolsterV1 {
    public struct DropBankRequest: ProtobufMessage {
        public static let protobufName = "holster.v1.DropBankRequest"

        public var bank = ""
        /// Required.
        public var reason = ""
        public var dryRun = false

        public init() {}

        public func encode(to writer: inout ProtobufWriter) {
            writer.string(1, bank)
            writer.string(2, reason)
            writer.bool(3, dryRun)
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: bank = try reader.string() ?? bank
            case 2: reason = try reader.string() ?? reason
            case 3: dryRun = try reader.bool() ?? dryRun
            default: try reader.skip()
            }
        }
    }
}
