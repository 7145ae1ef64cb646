public import ProtobufWire

extension HolsterV1 {
    public struct ListBanksRequest: ProtobufMessage {
        public static let protobufName = "holster.v1.ListBanksRequest"

        public init() {}

        public func encode(to writer: inout ProtobufWriter) {}

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            try reader.skip()
        }
    }
}
