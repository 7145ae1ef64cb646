public import ProtobufWire

extension GRPCReflection {
    /// A file with everything that it needs.
    public struct FileDescriptorResponse: ProtobufMessage {
        public static let protobufName = "grpc.reflection.v1.FileDescriptorResponse"

        /// Serialised `FileDescriptorProto`s: the file first, then every file that it imports, directly or not.
        public var fileDescriptorProto: [ArraySlice<UInt8>] = []

        public init() {}

        public init(fileDescriptorProto: [ArraySlice<UInt8>] = []) {
            self.fileDescriptorProto = fileDescriptorProto
        }

        public func encode(to writer: inout ProtobufWriter) {
            writer.byteStrings(1, fileDescriptorProto)
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: try reader.byteStrings(into: &fileDescriptorProto)
            default: try reader.skip()
            }
        }
    }
}
