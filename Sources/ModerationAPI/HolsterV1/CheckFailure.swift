public import ProtobufWire

extension HolsterV1 {
    /// What a unary Check would have answered as its gRPC status.
    public struct CheckFailure: ProtobufMessage {
        public static let protobufName = "holster.v1.CheckFailure"

        /// A gRPC status code, 1 to 16.
        public var code: Int32 = 0
        public var message = ""

        public init() {}

        public init(code: Int32, message: String = "") {
            self.code = code
            self.message = message
        }

        public func encode(to writer: inout ProtobufWriter) {
            writer.int32(1, code)
            writer.string(2, message)
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: code = try reader.int32() ?? code
            case 2: message = try reader.string() ?? message
            default: try reader.skip()
            }
        }
    }
}
