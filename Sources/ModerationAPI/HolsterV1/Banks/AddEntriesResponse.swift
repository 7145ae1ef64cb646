public import ProtobufWire

extension HolsterV1 {
    public struct AddEntriesResponse: ProtobufMessage {
        public static let protobufName = "holster.v1.AddEntriesResponse"

        public var epoch: Int64 = 0
        /// In the order of the request.
        public var entryIDs: [String] = []
        public var dryRun = false

        public init() {}

        public func encode(to writer: inout ProtobufWriter) {
            writer.int64(1, epoch)
            writer.strings(2, entryIDs)
            writer.bool(3, dryRun)
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: epoch = try reader.int64() ?? epoch
            case 2: try reader.strings(into: &entryIDs)
            case 3: dryRun = try reader.bool() ?? dryRun
            default: try reader.skip()
            }
        }
    }
}
