package import ProtobufWire

extension GoogleProtobuf {
    /// One service.
    package struct ServiceDescriptorProto: ProtobufMessage {
        package static let protobufName = "google.protobuf.ServiceDescriptorProto"

        package var name = ""
        package var method: [MethodDescriptorProto] = []

        package init() {}

        package func encode(to writer: inout ProtobufWriter) {
            writer.string(1, name)
            writer.messages(2, method)
        }

        package mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: name = try reader.string() ?? name
            case 2: try reader.messages(into: &method)
            default: try reader.skip()
            }
        }
    }
}
