public import ProtobufWire

extension GRPCHealthV1 {
    public struct HealthCheckResponse: ProtobufMessage {
        public static let protobufName = "grpc.health.v1.HealthCheckResponse"

        public var status: ServingStatus = .unknown

        public init() {}

        public init(status: ServingStatus) {
            self.status = status
        }

        public func encode(to writer: inout ProtobufWriter) {
            writer.enumeration(1, status)
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: status = try reader.enumeration() ?? status
            default: try reader.skip()
            }
        }

        public struct ServingStatus: ProtobufEnumeration {
            public let rawValue: Int32

            public init(rawValue: Int32) { self.rawValue = rawValue }

            public static let unknown = ServingStatus(rawValue: 0)
            public static let serving = ServingStatus(rawValue: 1)
            public static let notServing = ServingStatus(rawValue: 2)
            /// Used by Watch only.
            public static let serviceUnknown = ServingStatus(rawValue: 3)
        }
    }
}
