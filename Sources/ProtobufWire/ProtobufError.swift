/// Why bytes are not a message. Nothing on the wire can cause anything else: no input traps.
public enum ProtobufError: Error, Sendable, Equatable {
    /// The input ends inside a tag, a value or a length that was announced.
    case truncated
    /// A varint with more than ten bytes, or a tag or length with more than five.
    case malformedVarint
    /// Field number 0, or a tag over 32 bits.
    case invalidTag
    /// 6 or 7, which protobuf does not define.
    case invalidWireType(UInt8)
    /// A group that ends without having begun, or under another number.
    case unmatchedEndGroup
    /// A `string` field that is not UTF-8.
    case invalidUTF8(fieldNumber: Int)
    /// A packed field whose length is no multiple of its element's.
    case malformedPackedField(fieldNumber: Int)
    /// Messages or groups nested deeper than ``ProtobufLimits/depth``.
    case depthOverLimit(Int)
    /// A length over 2³¹ − 1, which protobuf forbids.
    case lengthOverLimit
    /// More repeated elements than ``ProtobufLimits/elementCount``.
    case elementCountOverLimit(Int)
}
