public import ProtobufWire

extension GRPCReflection {
    /// A field of a message that another file declares.
    public struct ExtensionRequest: ProtobufMessage {
        public static let protobufName = "grpc.reflection.v1.ExtensionRequest"

        /// The message that is extended.
        public var containingType = ""
        public var extensionNumber: Int32 = 0

        public init() {}

        public init(containingType: String = "", extensionNumber: Int32 = 0) {
            self.containingType = containingType
            self.extensionNumber = extensionNumber
        }

        public func encode(to writer: inout ProtobufWriter) {
            writer.string(1, containingType)
            writer.int32(2, extensionNumber)
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: containingType = try reader.string() ?? containingType
            case 2: extensionNumber = try reader.int32() ?? extensionNumber
            default: try reader.skip()
            }
        }
    }
}
