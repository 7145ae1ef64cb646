internal import GRPCTransport
internal import ProtobufWire

extension ProtobufMessage {
    /// Throws INTERNAL, the status gRPC gives to a message that does not parse, or RESOURCE_EXHAUSTED for one with too many elements.
    init(message bytes: ArraySlice<UInt8>) throws(GRPCStatus) {
        do {
            try self.init(decoding: bytes)
        } catch {
            if case .elementCountOverLimit(let limit) = error {
                throw GRPCStatus(.resourceExhausted, "\(Self.protobufName): more than \(limit) repeated elements")
            }
            throw GRPCStatus(.internalError, "\(Self.protobufName) does not parse: \(error)")
        }
    }
}

extension GRPCMessage {
    /// The message's encoding; large `bytes` fields are not copied.
    init(_ message: some ProtobufMessage) {
        self.init(segments: message.encoded().segments)
    }
}
