public import ProtobufWire

extension HolsterV1 {
    public struct BankNeighbours: ProtobufMessage {
        public static let protobufName = "holster.v1.BankNeighbours"

        public var bank: Bank?
        /// Nearest first.
        public var nearest: [Neighbour] = []
        public var entryCount: UInt64 = 0
        /// Why nothing was compared; empty where it was.
        public var skipped = ""

        public init() {}

        public func encode(to writer: inout ProtobufWriter) {
            writer.message(1, bank)
            writer.messages(2, nearest)
            writer.uint64(3, entryCount)
            writer.string(4, skipped)
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: try reader.message(into: &bank)
            case 2: try reader.messages(into: &nearest)
            case 3: entryCount = try reader.uint64() ?? entryCount
            case 4: skipped = try reader.string() ?? skipped
            default: try reader.skip()
            }
        }
    }
}
