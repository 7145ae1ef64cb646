public import ProtobufWire

extension HolsterV1 {
    public struct ExplainPhotoResponse: ProtobufMessage {
        public static let protobufName = "holster.v1.ExplainPhotoResponse"

        /// Both fingerprints, in each orientation.
        public var hashes: [PhotoHash] = []
        public var banks: [BankNeighbours] = []
        /// How pixels were made.
        public var pixelMode = ""
        /// Of the upright picture, in pixels as stored.
        public var width: UInt32 = 0
        public var height: UInt32 = 0
        /// SHA-256 of the content, hexadecimal.
        public var sha256 = ""

        public init() {}

        public func encode(to writer: inout ProtobufWriter) {
            writer.messages(1, hashes)
            writer.messages(2, banks)
            writer.string(3, pixelMode)
            writer.uint32(4, width)
            writer.uint32(5, height)
            writer.string(6, sha256)
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: try reader.messages(into: &hashes)
            case 2: try reader.messages(into: &banks)
            case 3: pixelMode = try reader.string() ?? pixelMode
            case 4: width = try reader.uint32() ?? width
            case 5: height = try reader.uint32() ?? height
            case 6: sha256 = try reader.string() ?? sha256
            default: try reader.skip()
            }
        }
    }
}
