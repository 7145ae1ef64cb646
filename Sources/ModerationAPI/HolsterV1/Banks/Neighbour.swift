public import ProtobufWire

extension HolsterV1 {
    public struct Neighbour: ProtobufMessage {
        public static let protobufName = "holster.v1.Neighbour"

        public var entry: BankEntry?
        /// Bits that differ.
        public var distance: UInt32 = 0
        /// Of the photo.
        public var orientation = ""
        /// False: beyond the radius, so not a match.
        public var withinRadius = false

        public init() {}

        public func encode(to writer: inout ProtobufWriter) {
            writer.message(1, entry)
            writer.uint32(2, distance)
            writer.string(3, orientation)
            writer.bool(4, withinRadius)
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: try reader.message(into: &entry)
            case 2: distance = try reader.uint32() ?? distance
            case 3: orientation = try reader.string() ?? orientation
            case 4: withinRadius = try reader.bool() ?? withinRadius
            default: try reader.skip()
            }
        }
    }
}
