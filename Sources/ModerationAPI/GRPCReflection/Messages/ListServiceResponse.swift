public import ProtobufWire

extension GRPCReflection {
    /// The services of a server.
    public struct ListServiceResponse: ProtobufMessage {
        public static let protobufName = "grpc.reflection.v1.ListServiceResponse"

        /// In the order of their names.
        public var service: [ServiceResponse] = []

        public init() {}

        public init(service: [ServiceResponse] = []) {
            self.service = service
        }

        public func encode(to writer: inout ProtobufWriter) {
            writer.messages(1, service)
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: try reader.messages(into: &service)
            default: try reader.skip()
            }
        }
    }
}
