public import ProtobufWire

extension HolsterV1 {
    public struct ExportResponse: ProtobufMessage {
        public static let protobufName = "holster.v1.ExportResponse"

        /// The next bytes of the file.
        public var chunk: ArraySlice<UInt8> = []
        /// So far.
        public var entryCount: UInt64 = 0
        /// Entries that the states, or the format, left out so far.
        public var leftOutCount: UInt64 = 0

        public init() {}

        public func encode(to writer: inout ProtobufWriter) {
            writer.bytes(1, chunk)
            writer.uint64(2, entryCount)
            writer.uint64(3, leftOutCount)
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: chunk = try reader.bytes() ?? chunk
            case 2: entryCount = try reader.uint64() ?? entryCount
            case 3: leftOutCount = try reader.uint64() ?? leftOutCount
            default: try reader.skip()
            }
        }
    }
}
