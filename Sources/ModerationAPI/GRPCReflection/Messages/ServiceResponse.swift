public import ProtobufWire

extension GRPCReflection {
    /// One service.
    public struct ServiceResponse: ProtobufMessage {
        public static let protobufName = "grpc.reflection.v1.ServiceResponse"

        /// Full name such as "holster.v1.Moderation".
        public var name = ""

        public init() {}

        public init(name: String = "") {
            self.name = name
        }

        public func encode(to writer: inout ProtobufWriter) {
            writer.string(1, name)
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: name = try reader.string() ?? name
            default: try reader.skip()
            }
        }
    }
}
