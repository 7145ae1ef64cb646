public import ProtobufWire

extension HolsterV1 {
    public struct ListEntriesResponse: ProtobufMessage {
        public static let protobufName = "holster.v1.ListEntriesResponse"

        public var entries: [BankEntry] = []
        /// Values in Redis so far that are no entries, and were left out.
        public var malformedCount: UInt32 = 0

        public init() {}

        public func encode(to writer: inout ProtobufWriter) {
            writer.messages(1, entries)
            writer.uint32(2, malformedCount)
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: try reader.messages(into: &entries)
            case 2: malformedCount = try reader.uint32() ?? malformedCount
            default: try reader.skip()
            }
        }
    }
}
