public import ProtobufWire

extension HolsterV1 {
    public struct ExplainPhotoRequest: ProtobufMessage {
        public static let protobufName = "holster.v1.ExplainPhotoRequest"

        /// As AddPhotoRequest.content.
        public var content: ArraySlice<UInt8> = []
        /// Only this bank; empty: all.
        public var bank = ""
        /// Entries a bank, 1 to 100; 0: 5.
        public var limit: UInt32 = 0

        public init() {}

        public func encode(to writer: inout ProtobufWriter) {
            writer.bytes(1, content)
            writer.string(2, bank)
            writer.uint32(3, limit)
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: content = try reader.bytes() ?? content
            case 2: bank = try reader.string() ?? bank
            case 3: limit = try reader.uint32() ?? limit
            default: try reader.skip()
            }
        }
    }
}
