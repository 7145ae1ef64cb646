/// Single fields. The unlabelled form leaves a proto3 default out; `present:` writes whatever is there, for `optional` and `oneof` fields.
extension ProtobufWriter {
    public mutating func uint64(_ number: Int, _ value: UInt64) {
        if value != 0 { uint64(number, present: value) }
    }

    public mutating func uint64(_ number: Int, present value: UInt64?) {
        guard let value else { return }
        tag(number, .varint)
        varint(value)
    }

    public mutating func int64(_ number: Int, _ value: Int64) { uint64(number, UInt64(bitPattern: value)) }

    public mutating func int64(_ number: Int, present value: Int64?) {
        uint64(number, present: value.map { UInt64(bitPattern: $0) })
    }

    public mutating func uint32(_ number: Int, _ value: UInt32) { uint64(number, UInt64(value)) }

    public mutating func uint32(_ number: Int, present value: UInt32?) { uint64(number, present: value.map { UInt64($0) }) }

    /// Negative numbers are sign-extended to ten bytes, as protobuf asks.
    public mutating func int32(_ number: Int, _ value: Int32) { int64(number, Int64(value)) }

    public mutating func bool(_ number: Int, _ value: Bool) { uint64(number, value ? 1 : 0) }

    public mutating func bool(_ number: Int, present value: Bool?) { uint64(number, present: value.map { $0 ? 1 : 0 }) }

    public mutating func enumeration(_ number: Int, _ value: some ProtobufEnumeration) { int32(number, value.rawValue) }

    /// Negative zero is not the default: it is written.
    public mutating func double(_ number: Int, _ value: Double) {
        if value.bitPattern != 0 { double(number, present: value) }
    }

    public mutating func double(_ number: Int, present value: Double?) {
        guard let value else { return }
        tag(number, .fixed64)
        fixed64(value.bitPattern)
    }

    /// Negative zero is not the default: it is written.
    public mutating func float(_ number: Int, _ value: Float) {
        guard value.bitPattern != 0 else { return }
        tag(number, .fixed32)
        fixed32(value.bitPattern)
    }

    public mutating func string(_ number: Int, _ value: String) {
        if !value.isEmpty { string(number, present: value) }
    }

    public mutating func string(_ number: Int, present value: String?) {
        guard let value else { return }
        tag(number, .lengthDelimited)
        text(value)
    }

    public mutating func bytes(_ number: Int, _ value: ArraySlice<UInt8>) {
        if !value.isEmpty { bytes(number, present: value) }
    }

    public mutating func bytes(_ number: Int, present value: ArraySlice<UInt8>?) {
        guard let value else { return }
        tag(number, .lengthDelimited)
        data(value)
    }

}
