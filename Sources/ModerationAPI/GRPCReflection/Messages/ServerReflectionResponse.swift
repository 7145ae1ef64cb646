public import ProtobufWire

extension GRPCReflection {
    /// The answer to one question.
    public struct ServerReflectionResponse: ProtobufMessage {
        public static let protobufName = "grpc.reflection.v1.ServerReflectionResponse"

        /// Left empty.
        public var validHost = ""
        public var originalRequest: ServerReflectionRequest?
        public var messageResponse: MessageResponse?

        public init() {}

        public init(
            validHost: String = "",
            originalRequest: ServerReflectionRequest? = nil,
            messageResponse: MessageResponse? = nil
        ) {
            self.validHost = validHost
            self.originalRequest = originalRequest
            self.messageResponse = messageResponse
        }

        public func encode(to writer: inout ProtobufWriter) {
            writer.string(1, validHost)
            writer.message(2, originalRequest)
            switch messageResponse {
            case .fileDescriptorResponse(let value): writer.message(4, value)
            case .allExtensionNumbersResponse(let value): writer.message(5, value)
            case .listServicesResponse(let value): writer.message(6, value)
            case .errorResponse(let value): writer.message(7, value)
            case nil: break
            }
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: validHost = try reader.string() ?? validHost
            case 2: try reader.message(into: &originalRequest)
            case 4:
                var value: FileDescriptorResponse?
                if case .fileDescriptorResponse(let current) = messageResponse { (value, messageResponse) = (current, nil) }
                try reader.message(into: &value)
                if let value { messageResponse = .fileDescriptorResponse(value) }
            case 5:
                var value: ExtensionNumberResponse?
                if case .allExtensionNumbersResponse(let current) = messageResponse { (value, messageResponse) = (current, nil) }
                try reader.message(into: &value)
                if let value { messageResponse = .allExtensionNumbersResponse(value) }
            case 6:
                var value: ListServiceResponse?
                if case .listServicesResponse(let current) = messageResponse { (value, messageResponse) = (current, nil) }
                try reader.message(into: &value)
                if let value { messageResponse = .listServicesResponse(value) }
            case 7:
                var value: ErrorResponse?
                if case .errorResponse(let current) = messageResponse { (value, messageResponse) = (current, nil) }
                try reader.message(into: &value)
                if let value { messageResponse = .errorResponse(value) }
            default: try reader.skip()
            }
        }

        public enum MessageResponse: Sendable, Equatable {
            /// To the three questions for a file.
            case fileDescriptorResponse(FileDescriptorResponse)
            case allExtensionNumbersResponse(ExtensionNumberResponse)
            case listServicesResponse(ListServiceResponse)
            /// This question has no answer; the stream goes on.
            case errorResponse(ErrorResponse)
        }
    }
}
