public import ProtobufWire

extension HolsterV1 {
    public struct RejectedLine: ProtobufMessage {
        public static let protobufName = "holster.v1.RejectedLine"

        /// Counting from 1; of "entries", the entry's number.
        public var line: UInt64 = 0
        public var reason = ""

        public init() {}

        public func encode(to writer: inout ProtobufWriter) {
            writer.uint64(1, line)
            writer.string(2, reason)
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: line = try reader.uint64() ?? line
            case 2: reason = try reader.string() ?? reason
            default: try reader.skip()
            }
        }
    }
}
