import ProtobufWire

extension KServe {
    package struct ModelReadyRequest: ProtobufMessage {
        package static let protobufName = "inference.ModelReadyRequest"

        package var name = ""
        /// Empty: the server chooses by its version policy.
        package var version = ""

        package init() {}

        package init(name: String, version: String = "") {
            self.name = name
            self.version = version
        }

        package func encode(to writer: inout ProtobufWriter) {
            writer.string(1, name)
            writer.string(2, version)
        }

        package mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: name = try reader.string() ?? name
            case 2: version = try reader.string() ?? version
            default: try reader.skip()
            }
        }
    }

    package struct ModelReadyResponse: ProtobufMessage {
        package static let protobufName = "inference.ModelReadyResponse"

        package var ready = false

        package init() {}

        package init(ready: Bool) {
            self.ready = ready
        }

        package func encode(to writer: inout ProtobufWriter) {
            writer.bool(1, ready)
        }

        package mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: ready = try reader.bool() ?? ready
            default: try reader.skip()
            }
        }
    }
}
