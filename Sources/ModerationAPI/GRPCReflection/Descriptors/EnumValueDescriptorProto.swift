package import ProtobufWire

extension GoogleProtobuf {
    /// One value of an enumeration.
    package struct EnumValueDescriptorProto: ProtobufMessage {
        package static let protobufName = "google.protobuf.EnumValueDescriptorProto"

        package var name = ""

        package init() {}

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
}
