import ProtobufWire

extension KServe {
    package struct ModelParameter: ProtobufMessage {
        package static let protobufName = "inference.ModelParameter"

        package var stringValue = ""

        package init() {}

        package init(stringValue: String) {
            self.stringValue = stringValue
        }

        package func encode(to writer: inout ProtobufWriter) {
            writer.string(1, stringValue)
        }

        package mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: stringValue = try reader.string() ?? stringValue
            default: try reader.skip()
            }
        }
    }
}
