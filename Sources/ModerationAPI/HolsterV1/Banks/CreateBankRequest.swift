public import ProtobufWire

extension HolsterV1 {
    public struct CreateBankRequest: ProtobufMessage {
        public static let protobufName = "holster.v1.CreateBankRequest"

        public var bank = ""
        /// Required.
        public var kind = ""
        /// Empty: "phash64".
        public var fingerprint = ""
        /// Unset: 8 for phash64 and 31 for pdq256; 4 and 15 in an allow bank, which is also the most there.
        public var radius: UInt32?
        /// Empty: the server's.
        public var pixelMode = ""
        /// Empty: "live". A new bank of unknown worth begins as "shadow".
        public var state = ""
        /// Required.
        public var reason = ""
        public var dryRun = false

        public init() {}

        public func encode(to writer: inout ProtobufWriter) {
            writer.string(1, bank)
            writer.string(2, kind)
            writer.string(3, fingerprint)
            writer.uint32(4, present: radius)
            writer.string(5, pixelMode)
            writer.string(6, state)
            writer.string(7, reason)
            writer.bool(8, dryRun)
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: bank = try reader.string() ?? bank
            case 2: kind = try reader.string() ?? kind
            case 3: fingerprint = try reader.string() ?? fingerprint
            case 4: radius = try reader.uint32() ?? radius
            case 5: pixelMode = try reader.string() ?? pixelMode
            case 6: state = try reader.string() ?? state
            case 7: reason = try reader.string() ?? reason
            case 8: dryRun = try reader.bool() ?? dryRun
            default: try reader.skip()
            }
        }
    }
}
