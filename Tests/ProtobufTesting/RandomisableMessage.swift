public import ProtobufWire

/// A message that can fill itself with random content, field by field.
public protocol RandomisableMessage: ProtobufMessage {
    mutating func randomise(using random: inout RandomContent)
}
