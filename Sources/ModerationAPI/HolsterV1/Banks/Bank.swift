public import ProtobufWire

extension HolsterV1 {
    public struct Bank: ProtobufMessage {
        public static let protobufName = "holster.v1.Bank"

        /// 1 to 64 of [A-Za-z0-9_.-].
        public var name = ""
        /// "block", "review", "allow".
        public var kind = ""
        /// "phash64", "pdq256".
        public var fingerprint = ""
        /// Bits by which a photo's fingerprint may differ from an entry's.
        public var radius: UInt32 = 0
        /// How the pixels were made that the fingerprints are of: "exact" or "fast".
        public var pixelMode = ""
        /// "live", "shadow" (recorded, does not act), "disabled".
        public var state = ""
        /// Numbers the bank's states: each change is one more.
        public var epoch: Int64 = 0

        public init() {}

        public func encode(to writer: inout ProtobufWriter) {
            writer.string(1, name)
            writer.string(2, kind)
            writer.string(3, fingerprint)
            writer.uint32(4, radius)
            writer.string(5, pixelMode)
            writer.string(6, state)
            writer.int64(7, epoch)
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: name = try reader.string() ?? name
            case 2: kind = try reader.string() ?? kind
            case 3: fingerprint = try reader.string() ?? fingerprint
            case 4: radius = try reader.uint32() ?? radius
            case 5: pixelMode = try reader.string() ?? pixelMode
            case 6: state = try reader.string() ?? state
            case 7: epoch = try reader.int64() ?? epoch
            default: try reader.skip()
            }
        }
    }
}
