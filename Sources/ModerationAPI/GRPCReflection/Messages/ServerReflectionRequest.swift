public import ProtobufWire

extension GRPCReflection {
    /// One question. Names are full and without a leading dot, such as "holster.v1.Verdict".
    public struct ServerReflectionRequest: ProtobufMessage {
        public static let protobufName = "grpc.reflection.v1.ServerReflectionRequest"

        /// Not interpreted.
        public var host = ""
        public var messageRequest: MessageRequest?

        public init() {}

        public init(host: String = "", messageRequest: MessageRequest? = nil) {
            self.host = host
            self.messageRequest = messageRequest
        }

        public func encode(to writer: inout ProtobufWriter) {
            writer.string(1, host)
            switch messageRequest {
            case .fileByFilename(let value): writer.string(3, present: value)
            case .fileContainingSymbol(let value): writer.string(4, present: value)
            case .fileContainingExtension(let value): writer.message(5, value)
            case .allExtensionNumbersOfType(let value): writer.string(6, present: value)
            case .listServices(let value): writer.string(7, present: value)
            case nil: break
            }
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: host = try reader.string() ?? host
            case 3: if let value = try reader.string() { messageRequest = .fileByFilename(value) }
            case 4: if let value = try reader.string() { messageRequest = .fileContainingSymbol(value) }
            case 5:
                var value: ExtensionRequest?
                if case .fileContainingExtension(let current) = messageRequest { (value, messageRequest) = (current, nil) }
                try reader.message(into: &value)
                if let value { messageRequest = .fileContainingExtension(value) }
            case 6: if let value = try reader.string() { messageRequest = .allExtensionNumbersOfType(value) }
            case 7: if let value = try reader.string() { messageRequest = .listServices(value) }
            default: try reader.skip()
            }
        }

        public enum MessageRequest: Sendable, Equatable {
            /// The file of this name, such as "holster/v1/moderation.proto".
            case fileByFilename(String)
            /// The file that declares this message, field, oneof, enumeration, value, service, method or extension.
            case fileContainingSymbol(String)
            /// The file that extends a message with a field of this number.
            case fileContainingExtension(ExtensionRequest)
            /// The numbers of all fields by which files extend this message.
            case allExtensionNumbersOfType(String)
            /// The services of this server; the text is not interpreted.
            case listServices(String)
        }
    }
}
