import ProtobufWire

extension KServe {
    package struct SystemSharedMemoryUnregisterRequest: ProtobufMessage {
        package static let protobufName = "inference.SystemSharedMemoryUnregisterRequest"

        /// Empty: every region.
        package var name = ""

        package init() {}

        package init(name: String) {
            self.name = name
        }

        package func encode(to writer: inout ProtobufWriter) {
            writer.string(1, name)
        }

        package mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: name = try reader.string() ?? name
            default: try reader.skip()
            }
        }
    }

    package struct SystemSharedMemoryUnregisterResponse: ProtobufMessage {
        package static let protobufName = "inference.SystemSharedMemoryUnregisterResponse"

        package init() {}

        package func encode(to writer: inout ProtobufWriter) {}

        package mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            try reader.skip()
        }
    }
}
