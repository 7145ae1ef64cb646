public import ProtobufWire

extension HolsterV1 {
    public struct AddPhotoResponse: ProtobufMessage {
        public static let protobufName = "holster.v1.AddPhotoResponse"

        public var epoch: Int64 = 0
        /// The entry, as it is in the bank.
        public var entry: BankEntry?
        public var dryRun = false

        public init() {}

        public func encode(to writer: inout ProtobufWriter) {
            writer.int64(1, epoch)
            writer.message(2, entry)
            writer.bool(3, dryRun)
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: epoch = try reader.int64() ?? epoch
            case 2: try reader.message(into: &entry)
            case 3: dryRun = try reader.bool() ?? dryRun
            default: try reader.skip()
            }
        }
    }
}
