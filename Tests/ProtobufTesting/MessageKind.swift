public import ProtobufWire

/// A message type with its type forgotten, so that tests can go through all types of a package.
public struct MessageKind: Sendable {
    public let name: String
    /// Decodes and encodes again.
    public let recode: @Sendable (ArraySlice<UInt8>) throws(ProtobufError) -> EncodedMessage
    /// The bytes of the random message of a seed.
    public let random: @Sendable (_ seed: UInt64) -> [UInt8]
    /// Whether the bytes decode to the random message of a seed.
    public let isRandom: @Sendable (_ bytes: ArraySlice<UInt8>, _ seed: UInt64) throws(ProtobufError) -> Bool

    public init<Message: RandomisableMessage>(_ type: Message.Type) {
        name = Message.protobufName
        recode = { bytes throws(ProtobufError) in try Message(decoding: bytes).encoded() }
        random = { seed in
            var content = RandomContent(seed: seed)
            let message: Message = content.message()
            return message.encoded().bytes
        }
        isRandom = { bytes, seed throws(ProtobufError) in
            var content = RandomContent(seed: seed)
            let message: Message = content.message()
            return try Message(decoding: bytes) == message
        }
    }
}
