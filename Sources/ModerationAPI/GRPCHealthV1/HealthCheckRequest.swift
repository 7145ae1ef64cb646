public import ProtobufWire

extension GRPCHealthV1 {
    public struct HealthCheckRequest: ProtobufMessage {
        public static let protobufName = "grpc.health.v1.HealthCheckRequest"

        /// Full name such as "holster.v1.Moderation"; empty for the whole server.
        public var service = ""

        public init() {}

        public init(service: String) {
            self.service = service
        }

        public func encode(to writer: inout ProtobufWriter) {
            writer.string(1, service)
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: service = try reader.string() ?? service
            default: try reader.skip()
            }
        }
    }
}
