import ProtobufWire

extension KServe {
    package struct ModelResponseCache: ProtobufMessage {
        package static let protobufName = "inference.ModelResponseCache"

        package var enable = false

        package init() {}

        package init(enable: Bool) {
            self.enable = enable
        }

        package func encode(to writer: inout ProtobufWriter) {
            writer.bool(1, enable)
        }

        package mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: enable = try reader.bool() ?? enable
            default: try reader.skip()
            }
        }
    }
}
