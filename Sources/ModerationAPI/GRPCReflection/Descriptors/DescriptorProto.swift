package import ProtobufWire

extension GoogleProtobuf {
    /// One message type.
    package struct DescriptorProto: ProtobufMessage {
        package static let protobufName = "google.protobuf.DescriptorProto"

        package var name = ""
        package var field: [FieldDescriptorProto] = []
        /// Entries of maps among them.
        package var nestedType: [DescriptorProto] = []
        package var enumType: [EnumDescriptorProto] = []
        /// Fields that it adds to other messages.
        package var `extension`: [FieldDescriptorProto] = []
        package var oneofDecl: [OneofDescriptorProto] = []

        package init() {}

        package func encode(to writer: inout ProtobufWriter) {
            writer.string(1, name)
            writer.messages(2, field)
            writer.messages(3, nestedType)
            writer.messages(4, enumType)
            writer.messages(6, `extension`)
            writer.messages(8, oneofDecl)
        }

        package mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: name = try reader.string() ?? name
            case 2: try reader.messages(into: &field)
            case 3: try reader.messages(into: &nestedType)
            case 4: try reader.messages(into: &enumType)
            case 6: try reader.messages(into: &`extension`)
            case 8: try reader.messages(into: &oneofDecl)
            default: try reader.skip()
            }
        }
    }
}
