public import ProtobufWire

extension HolsterV1 {
    public struct BankStats: ProtobufMessage {
        public static let protobufName = "holster.v1.BankStats"

        public var bank: Bank?
        /// Entries as Redis holds them, by state; expired ones are counted beside their state.
        public var liveCount: UInt64 = 0
        public var shadowCount: UInt64 = 0
        public var quarantinedCount: UInt64 = 0
        public var expiredCount: UInt64 = 0
        /// Values that are no entries.
        public var malformedCount: UInt64 = 0
        public var countsByAuthor: ProtobufMap<Int64> = [:]
        /// When the newest entry was added; unset in an empty bank.
        public var newestAtUnixMs: Int64?
        /// How the answering server's memory stands; unset where it does not hold the bank.
        public var memory: BankInMemory?

        public init() {}

        public func encode(to writer: inout ProtobufWriter) {
            writer.message(1, bank)
            writer.uint64(2, liveCount)
            writer.uint64(3, shadowCount)
            writer.uint64(4, quarantinedCount)
            writer.uint64(5, expiredCount)
            writer.uint64(6, malformedCount)
            writer.map(7, countsByAuthor)
            writer.int64(8, present: newestAtUnixMs)
            writer.message(9, memory)
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: try reader.message(into: &bank)
            case 2: liveCount = try reader.uint64() ?? liveCount
            case 3: shadowCount = try reader.uint64() ?? shadowCount
            case 4: quarantinedCount = try reader.uint64() ?? quarantinedCount
            case 5: expiredCount = try reader.uint64() ?? expiredCount
            case 6: malformedCount = try reader.uint64() ?? malformedCount
            case 7: try reader.map(into: &countsByAuthor)
            case 8: newestAtUnixMs = try reader.int64() ?? newestAtUnixMs
            case 9: try reader.message(into: &memory)
            default: try reader.skip()
            }
        }
    }
}
