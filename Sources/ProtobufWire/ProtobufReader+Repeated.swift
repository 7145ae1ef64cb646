/// Repeated fields: each call appends one value, or all values of a packed field.
extension ProtobufReader {
    public mutating func strings(into values: inout [String]) throws(ProtobufError) {
        guard let value = try string() else { return }
        try countElement()
        values.append(value)
    }

    /// The slices share the input's storage.
    public mutating func byteStrings(into values: inout [ArraySlice<UInt8>]) throws(ProtobufError) {
        guard let value = try bytes() else { return }
        try countElement()
        values.append(value)
    }

    public mutating func uint64s(into values: inout [UInt64]) throws(ProtobufError) {
        try varints(into: &values) { $0 }
    }

    public mutating func int64s(into values: inout [Int64]) throws(ProtobufError) {
        try varints(into: &values) { Int64(bitPattern: $0) }
    }

    public mutating func uint32s(into values: inout [UInt32]) throws(ProtobufError) {
        try varints(into: &values) { UInt32(truncatingIfNeeded: $0) }
    }

    public mutating func int32s(into values: inout [Int32]) throws(ProtobufError) {
        try varints(into: &values) { Int32(truncatingIfNeeded: $0) }
    }

    public mutating func bools(into values: inout [Bool]) throws(ProtobufError) {
        try varints(into: &values) { $0 != 0 }
    }

    public mutating func enumerations<Value: ProtobufEnumeration>(into values: inout [Value]) throws(ProtobufError) {
        try varints(into: &values) { Value(rawValue: Int32(truncatingIfNeeded: $0)) }
    }

    public mutating func doubles(into values: inout [Double]) throws(ProtobufError) {
        switch wireType {
        case .fixed64: values.append(Double(bitPattern: try fixed64()))
        case .lengthDelimited:
            try packed(elementByteCount: 8, into: &values) {
                Double(bitPattern: $0.loadUnaligned(fromByteOffset: $1, as: UInt64.self).littleEndian)
            }
        default: try skip()
        }
    }

    public mutating func floats(into values: inout [Float]) throws(ProtobufError) {
        switch wireType {
        case .fixed32: values.append(Float(bitPattern: try fixed32()))
        case .lengthDelimited:
            try packed(elementByteCount: 4, into: &values) {
                Float(bitPattern: $0.loadUnaligned(fromByteOffset: $1, as: UInt32.self).littleEndian)
            }
        default: try skip()
        }
    }

    private mutating func varints<Value>(into values: inout [Value], _ convert: (UInt64) -> Value) throws(ProtobufError) {
        switch wireType {
        case .varint: values.append(convert(try varint()))
        case .lengthDelimited:
            guard let outside = try enter() else { return }
            while !isAtEnd { values.append(convert(try varint())) }
            leave(outside)
        default: try skip()
        }
    }

    /// `load` gets the packed bytes and an offset with a whole element behind it.
    private mutating func packed<Value>(
        elementByteCount: Int,
        into values: inout [Value],
        _ load: (UnsafeRawBufferPointer, Int) -> Value
    ) throws(ProtobufError) {
        let slice = try slice()
        guard slice.count.isMultiple(of: elementByteCount) else { throw .malformedPackedField(fieldNumber: fieldNumber) }
        values.reserveCapacity(values.count + slice.count / elementByteCount)
        slice.withUnsafeBytes { bytes in
            for offset in stride(from: 0, to: bytes.count, by: elementByteCount) { values.append(load(bytes, offset)) }
        }
    }
}
