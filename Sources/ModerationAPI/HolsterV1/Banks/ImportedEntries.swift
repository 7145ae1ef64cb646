public import ProtobufWire

extension HolsterV1 {
    public struct ImportedEntries: ProtobufMessage {
        public static let protobufName = "holster.v1.ImportedEntries"

        public var entries: [BankEntry] = []

        public init() {}

        public func encode(to writer: inout ProtobufWriter) {
            writer.messages(1, entries)
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: try reader.messages(into: &entries)
            default: try reader.skip()
            }
        }
    }
}
