/// Repeated fields of numbers, strings and bytes. Numbers are packed, as proto3 does.
extension ProtobufWriter {
    public mutating func strings(_ number: Int, _ values: [String]) {
        for value in values { string(number, present: value) }
    }

    public mutating func byteStrings(_ number: Int, _ values: [ArraySlice<UInt8>]) {
        for value in values { bytes(number, present: value) }
    }

    public mutating func uint64s(_ number: Int, _ values: [UInt64]) { packed(number, values) { $0.varint($1) } }

    public mutating func int64s(_ number: Int, _ values: [Int64]) {
        packed(number, values) { $0.varint(UInt64(bitPattern: $1)) }
    }

    public mutating func uint32s(_ number: Int, _ values: [UInt32]) { packed(number, values) { $0.varint(UInt64($1)) } }

    public mutating func int32s(_ number: Int, _ values: [Int32]) {
        packed(number, values) { $0.varint(UInt64(bitPattern: Int64($1))) }
    }

    public mutating func bools(_ number: Int, _ values: [Bool]) { packed(number, values) { $0.varint($1 ? 1 : 0) } }

    public mutating func enumerations(_ number: Int, _ values: [some ProtobufEnumeration]) {
        packed(number, values) { $0.varint(UInt64(bitPattern: Int64($1.rawValue))) }
    }

    public mutating func doubles(_ number: Int, _ values: [Double]) { packed(number, values) { $0.fixed64($1.bitPattern) } }

    public mutating func floats(_ number: Int, _ values: [Float]) { packed(number, values) { $0.fixed32($1.bitPattern) } }

    private mutating func packed<Value>(
        _ number: Int,
        _ values: [Value],
        _ write: (inout ProtobufWriter, Value) -> Void
    ) {
        guard !values.isEmpty else { return }
        let nested = beginNested(number)
        for value in values { write(&self, value) }
        endNested(nested)
    }
}
