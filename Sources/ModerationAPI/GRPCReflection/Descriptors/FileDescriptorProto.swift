package import ProtobufWire

extension GoogleProtobuf {
    /// One `.proto` file: what names it declares.
    package struct FileDescriptorProto: ProtobufMessage {
        package static let protobufName = "google.protobuf.FileDescriptorProto"

        /// Relative to the root of imports, such as "holster/v1/moderation.proto".
        package var name = ""
        /// Empty for none.
        package var package = ""
        /// Names of the files that it imports.
        package var dependency: [String] = []
        package var messageType: [DescriptorProto] = []
        package var enumType: [EnumDescriptorProto] = []
        package var service: [ServiceDescriptorProto] = []
        /// Fields that it adds to messages.
        package var `extension`: [FieldDescriptorProto] = []

        package init() {}

        package func encode(to writer: inout ProtobufWriter) {
            writer.string(1, name)
            writer.string(2, package)
            writer.strings(3, dependency)
            writer.messages(4, messageType)
            writer.messages(5, enumType)
            writer.messages(6, service)
            writer.messages(7, `extension`)
        }

        package mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: name = try reader.string() ?? name
            case 2: package = try reader.string() ?? package
            case 3: try reader.strings(into: &dependency)
            case 4: try reader.messages(into: &messageType)
            case 5: try reader.messages(into: &enumType)
            case 6: try reader.messages(into: &service)
            case 7: try reader.messages(into: &`extension`)
            default: try reader.skip()
            }
        }
    }
}
