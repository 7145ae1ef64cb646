package import ProtobufWire

extension GoogleProtobuf {
    /// One enumeration.
    package struct EnumDescriptorProto: ProtobufMessage {
        package static let protobufName = "google.protobuf.EnumDescriptorProto"

        package var name = ""
        package var value: [EnumValueDescriptorProto] = []

        package init() {}

        package func encode(to writer: inout ProtobufWriter) {
            writer.string(1, name)
            writer.messages(2, value)
        }

        package mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: name = try reader.string() ?? name
            case 2: try reader.messages(into: &value)
            default: try reader.skip()
            }
        }
    }
}
