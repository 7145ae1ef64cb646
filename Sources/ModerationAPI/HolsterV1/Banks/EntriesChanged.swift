public import ProtobufWire

extension HolsterV1 {
    public struct EntriesChanged: ProtobufMessage {
        public static let protobufName = "holster.v1.EntriesChanged"

        public var epoch: Int64 = 0
        /// Of the entries named, those that were there. None: NOT_FOUND.
        public var changedCount: UInt32 = 0

        public init() {}

        public func encode(to writer: inout ProtobufWriter) {
            writer.int64(1, epoch)
            writer.uint32(2, changedCount)
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: epoch = try reader.int64() ?? epoch
            case 2: changedCount = try reader.uint32() ?? changedCount
            default: try reader.skip()
            }
        }
    }
}
