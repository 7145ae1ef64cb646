import ProtobufWire

extension KServe {
    package struct ServerLiveRequest: ProtobufMessage {
        package static let protobufName = "inference.ServerLiveRequest"

        package init() {}

        package func encode(to writer: inout ProtobufWriter) {}

        package mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            try reader.skip()
        }
    }

    package struct ServerLiveResponse: ProtobufMessage {
        package static let protobufName = "inference.ServerLiveResponse"

        package var live = false

        package init() {}

        package init(live: Bool) {
            self.live = live
        }

        package func encode(to writer: inout ProtobufWriter) {
            writer.bool(1, live)
        }

        package mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: live = try reader.bool() ?? live
            default: try reader.skip()
            }
        }
    }
}
