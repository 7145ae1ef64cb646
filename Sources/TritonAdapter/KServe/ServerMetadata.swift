import ProtobufWire

extension KServe {
    package struct ServerMetadataRequest: ProtobufMessage {
        package static let protobufName = "inference.ServerMetadataRequest"

        package init() {}

        package func encode(to writer: inout ProtobufWriter) {}

        package mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            try reader.skip()
        }
    }

    package struct ServerMetadataResponse: ProtobufMessage {
        package static let protobufName = "inference.ServerMetadataResponse"

        package var name = ""
        package var version = ""
        package var extensions: [String] = []

        package init() {}

        package init(name: String, version: String = "", extensions: [String] = []) {
            self.name = name
            self.version = version
            self.extensions = extensions
        }

        package func encode(to writer: inout ProtobufWriter) {
            writer.string(1, name)
            writer.string(2, version)
            writer.strings(3, extensions)
        }

        package mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: name = try reader.string() ?? name
            case 2: version = try reader.string() ?? version
            case 3: try reader.strings(into: &extensions)
            default: try reader.skip()
            }
        }
    }
}
