public import ProtobufWire

extension HolsterV1 {
    public struct BankChanged: ProtobufMessage {
        public static let protobufName = "holster.v1.BankChanged"

        /// As it is now; of a bank that was dropped, as it was.
        public var bank: Bank?
        public var epoch: Int64 = 0
        public var dryRun = false

        public init() {}

        public func encode(to writer: inout ProtobufWriter) {
            writer.message(1, bank)
            writer.int64(2, epoch)
            writer.bool(3, dryRun)
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: try reader.message(into: &bank)
            case 2: epoch = try reader.int64() ?? epoch
            case 3: dryRun = try reader.bool() ?? dryRun
            default: try reader.skip()
            }
        }
    }
}
