package import ProtobufWire

extension GoogleProtobuf {
    /// One field of a message, or one extension.
    package struct FieldDescriptorProto: ProtobufMessage {
        package static let protobufName = "google.protobuf.FieldDescriptorProto"

        package var name = ""
        /// Of an extension: the message that is extended, ".package.Message".
        package var extendee = ""
        package var number: Int32 = 0

        package init() {}

        package func encode(to writer: inout ProtobufWriter) {
            writer.string(1, name)
            writer.string(2, extendee)
            writer.int32(3, number)
        }

        package mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: name = try reader.string() ?? name
            case 2: extendee = try reader.string() ?? extendee
            case 3: self.number = try reader.int32() ?? self.number
            default: try reader.skip()
            }
        }
    }
}
