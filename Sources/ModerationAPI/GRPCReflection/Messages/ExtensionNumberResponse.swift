public import ProtobufWire

extension GRPCReflection {
    /// By which numbers a message is extended.
    public struct ExtensionNumberResponse: ProtobufMessage {
        public static let protobufName = "grpc.reflection.v1.ExtensionNumberResponse"

        /// As asked.
        public var baseTypeName = ""
        /// Rising.
        public var extensionNumber: [Int32] = []

        public init() {}

        public init(baseTypeName: String = "", extensionNumber: [Int32] = []) {
            self.baseTypeName = baseTypeName
            self.extensionNumber = extensionNumber
        }

        public func encode(to writer: inout ProtobufWriter) {
            writer.string(1, baseTypeName)
            writer.int32s(2, extensionNumber)
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: baseTypeName = try reader.string() ?? baseTypeName
            case 2: try reader.int32s(into: &extensionNumber)
            default: try reader.skip()
            }
        }
    }
}
