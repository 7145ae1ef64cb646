public import ProtobufWire

extension HolsterV1 {
    /// A fingerprint to be added.
    public struct NewEntry: ProtobufMessage {
        public static let protobufName = "holster.v1.NewEntry"

        public var fingerprint = ""
        /// Empty: made of the fingerprint, so that the same photo is one entry.
        public var id = ""
        public var source = ""

        public init() {}

        public func encode(to writer: inout ProtobufWriter) {
            writer.string(1, fingerprint)
            writer.string(2, id)
            writer.string(3, source)
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: fingerprint = try reader.string() ?? fingerprint
            case 2: id = try reader.string() ?? id
            case 3: source = try reader.string() ?? source
            default: try reader.skip()
            }
        }
    }
}
