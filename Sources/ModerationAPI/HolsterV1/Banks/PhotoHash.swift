public import ProtobufWire

extension HolsterV1 {
    public struct PhotoHash: ProtobufMessage {
        public static let protobufName = "holster.v1.PhotoHash"

        /// "phash64", "pdq256".
        public var fingerprint = ""
        /// "upright", "rotated90", "mirrored", and so on.
        public var orientation = ""
        public var hexadecimal = ""
        /// False: too flat or symmetric; it matches nothing and enters no bank.
        public var reliable = false
        /// PDQ's: how much there is to see, 0 (flat) to 100.
        public var quality: UInt32?

        public init() {}

        public func encode(to writer: inout ProtobufWriter) {
            writer.string(1, fingerprint)
            writer.string(2, orientation)
            writer.string(3, hexadecimal)
            writer.bool(4, reliable)
            writer.uint32(5, present: quality)
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: fingerprint = try reader.string() ?? fingerprint
            case 2: orientation = try reader.string() ?? orientation
            case 3: hexadecimal = try reader.string() ?? hexadecimal
            case 4: reliable = try reader.bool() ?? reliable
            case 5: quality = try reader.uint32() ?? quality
            default: try reader.skip()
            }
        }
    }
}
