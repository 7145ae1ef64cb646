public import ProtobufWire

extension HolsterV1 {
    public struct ImportResponse: ProtobufMessage {
        public static let protobufName = "holster.v1.ImportResponse"

        /// After the last batch; 0 when nothing was added.
        public var epoch: Int64 = 0
        public var acceptedCount: UInt64 = 0
        public var rejectedCount: UInt64 = 0
        /// The first 20.
        public var rejected: [RejectedLine] = []
        public var dryRun = false
        /// Beside those accepted: sound, but quarantined in the bank, where they stayed as they are.
        public var quarantinedCount: UInt64 = 0

        public init() {}

        public func encode(to writer: inout ProtobufWriter) {
            writer.int64(1, epoch)
            writer.uint64(2, acceptedCount)
            writer.uint64(3, rejectedCount)
            writer.messages(4, rejected)
            writer.bool(5, dryRun)
            writer.uint64(6, quarantinedCount)
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: epoch = try reader.int64() ?? epoch
            case 2: acceptedCount = try reader.uint64() ?? acceptedCount
            case 3: rejectedCount = try reader.uint64() ?? rejectedCount
            case 4: try reader.messages(into: &rejected)
            case 5: dryRun = try reader.bool() ?? dryRun
            case 6: quarantinedCount = try reader.uint64() ?? quarantinedCount
            default: try reader.skip()
            }
        }
    }
}
