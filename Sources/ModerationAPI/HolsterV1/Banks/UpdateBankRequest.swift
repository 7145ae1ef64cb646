public import ProtobufWire

extension HolsterV1 {
    public struct UpdateBankRequest: ProtobufMessage {
        public static let protobufName = "holster.v1.UpdateBankRequest"

        public var bank = ""
        /// Unset: as it is.
        public var radius: UInt32?
        /// Empty: as it is.
        public var state = ""
        /// Required.
        public var reason = ""
        public var dryRun = false

        public init() {}

        public func encode(to writer: inout ProtobufWriter) {
            writer.string(1, bank)
            writer.uint32(2, present: radius)
            writer.string(3, state)
            writer.string(4, reason)
            writer.bool(5, dryRun)
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: bank = try reader.string() ?? bank
            case 2: radius = try reader.uint32() ?? radius
            case 3: state = try reader.string() ?? state
            case 4: reason = try reader.string() ?? reason
            case 5: dryRun = try reader.bool() ?? dryRun
            default: try reader.skip()
            }
        }
    }
}
