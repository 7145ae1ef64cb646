import ProtobufWire

extension KServe {
    package struct ServerReadyRequest: ProtobufMessage {
        package static let protobufName = "inference.ServerReadyRequest"

        package init() {}

        package func encode(to writer: inout ProtobufWriter) {}

        package mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            try reader.skip()
        }
    }

    package struct ServerReadyResponse: ProtobufMessage {
        package static let protobufName = "inference.ServerReadyResponse"

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
