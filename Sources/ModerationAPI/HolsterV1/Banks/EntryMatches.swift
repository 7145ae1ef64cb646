public import ProtobufWire

extension HolsterV1 {
    public struct EntryMatches: ProtobufMessage {
        public static let protobufName = "holster.v1.EntryMatches"

        public var entryID = ""
        public var matchCount: UInt64 = 0

        public init() {}

        public func encode(to writer: inout ProtobufWriter) {
            writer.string(1, entryID)
            writer.uint64(2, matchCount)
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: entryID = try reader.string() ?? entryID
            case 2: matchCount = try reader.uint64() ?? matchCount
            default: try reader.skip()
            }
        }
    }
}
