public import ProtobufWire

extension HolsterV1 {
    public struct BankInMemory: ProtobufMessage {
        public static let protobufName = "holster.v1.BankInMemory"

        public var epoch: Int64 = 0
        public var entryCount: UInt64 = 0
        /// Since it was last known to equal Redis.
        public var staleMs: Int64 = 0
        /// Photos that matched an entry, since the server started.
        public var matchCount: UInt64 = 0
        /// The entries that matched most, most first.
        public var mostMatched: [EntryMatches] = []

        public init() {}

        public func encode(to writer: inout ProtobufWriter) {
            writer.int64(1, epoch)
            writer.uint64(2, entryCount)
            writer.int64(3, staleMs)
            writer.uint64(4, matchCount)
            writer.messages(5, mostMatched)
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: epoch = try reader.int64() ?? epoch
            case 2: entryCount = try reader.uint64() ?? entryCount
            case 3: staleMs = try reader.int64() ?? staleMs
            case 4: matchCount = try reader.uint64() ?? matchCount
            case 5: try reader.messages(into: &mostMatched)
            default: try reader.skip()
            }
        }
    }
}
