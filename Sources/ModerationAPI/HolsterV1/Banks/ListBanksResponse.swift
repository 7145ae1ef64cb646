public import ProtobufWire

extension HolsterV1 {
    public struct ListBanksResponse: ProtobufMessage {
        public static let protobufName = "holster.v1.ListBanksResponse"

        public var banks: [Bank] = []

        public init() {}

        public func encode(to writer: inout ProtobufWriter) {
            writer.messages(1, banks)
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: try reader.messages(into: &banks)
            default: try reader.skip()
            }
        }
    }
}
