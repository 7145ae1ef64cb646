public import ProtobufWire

extension GRPCReflection {
    /// Why a question has no answer.
    public struct ErrorResponse: ProtobufMessage {
        public static let protobufName = "grpc.reflection.v1.ErrorResponse"

        /// A gRPC status code: 5 for what is not there, 3 for a request without a question.
        public var errorCode: Int32 = 0
        public var errorMessage = ""

        public init() {}

        public init(errorCode: Int32 = 0, errorMessage: String = "") {
            self.errorCode = errorCode
            self.errorMessage = errorMessage
        }

        public func encode(to writer: inout ProtobufWriter) {
            writer.int32(1, errorCode)
            writer.string(2, errorMessage)
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: errorCode = try reader.int32() ?? errorCode
            case 2: errorMessage = try reader.string() ?? errorMessage
            default: try reader.skip()
            }
        }
    }
}
