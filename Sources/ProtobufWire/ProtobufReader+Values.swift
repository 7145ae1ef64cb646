/// Single fields. Each returns `nil`, having skipped the value, when the wire type is not the field's: an unknown field, then. Hence
/// `title = try reader.string() ?? title`.
extension ProtobufReader {
    public mutating func uint64() throws(ProtobufError) -> UInt64? {
        guard wireType == .varint else { return try skipped() }
        return try varint()
    }

    public mutating func int64() throws(ProtobufError) -> Int64? {
        try uint64().map { Int64(bitPattern: $0) }
    }

    /// Wider numbers lose their upper bits, as protobuf asks.
    public mutating func uint32() throws(ProtobufError) -> UInt32? {
        try uint64().map { UInt32(truncatingIfNeeded: $0) }
    }

    /// Wider numbers lose their upper bits; negative ones come sign-extended to ten bytes.
    public mutating func int32() throws(ProtobufError) -> Int32? {
        try uint64().map { Int32(truncatingIfNeeded: $0) }
    }

    public mutating func bool() throws(ProtobufError) -> Bool? {
        try uint64().map { $0 != 0 }
    }

    public mutating func enumeration<Value: ProtobufEnumeration>(
        _ type: Value.Type = Value.self
    ) throws(ProtobufError) -> Value? {
        try int32().map { Value(rawValue: $0) }
    }

    public mutating func double() throws(ProtobufError) -> Double? {
        guard wireType == .fixed64 else { return try skipped() }
        return Double(bitPattern: try fixed64())
    }

    public mutating func float() throws(ProtobufError) -> Float? {
        guard wireType == .fixed32 else { return try skipped() }
        return Float(bitPattern: try fixed32())
    }

    public mutating func string() throws(ProtobufError) -> String? {
        guard wireType == .lengthDelimited else { return try skipped() }
        let slice = try slice()
        guard let text = try? UTF8Span(validating: slice.span) else { throw .invalidUTF8(fieldNumber: fieldNumber) }
        return String(copying: text)
    }

    /// Shares the input's storage.
    public mutating func bytes() throws(ProtobufError) -> ArraySlice<UInt8>? {
        guard wireType == .lengthDelimited else { return try skipped() }
        return try slice()
    }

}
