public import ProtobufWire

extension HolsterV1 {
    public struct ListEntriesRequest: ProtobufMessage {
        public static let protobufName = "holster.v1.ListEntriesRequest"

        public var bank = ""
        /// Only entries in these states; empty: all.
        public var states: [String] = []
        /// Only this author's; empty: everybody's.
        public var author = ""
        /// At most so many; 0: all.
        public var limit: UInt32 = 0

        public init() {}

        public func encode(to writer: inout ProtobufWriter) {
            writer.string(1, bank)
            writer.strings(2, states)
            writer.string(3, author)
            writer.uint32(4, limit)
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: bank = try reader.string() ?? bank
            case 2: try reader.strings(into: &states)
            case 3: author = try reader.string() ?? author
            case 4: limit = try reader.uint32() ?? limit
            default: try reader.skip()
            }
        }
    }
}
