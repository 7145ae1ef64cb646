/// A message that this module's reader and writer carry. Conformances are written by hand, field by field.
public protocol ProtobufMessage: Sendable, Equatable {
    /// The full name in `proto/`, such as `holster.v1.Verdict`.
    static var protobufName: String { get }

    /// Every field at its proto3 default.
    init()

    /// Writes each field that is not at its default. Called twice for one encoding, first to measure: it must not depend on anything but
    /// `self`.
    func encode(to writer: inout ProtobufWriter)

    /// Takes the current field's value from the reader, or calls ``ProtobufReader/skip()`` for a number it does not know.
    mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError)
}

extension ProtobufMessage {
    /// Decodes a whole message. `bytes` fields are slices of `bytes` and keep its storage alive. Never traps, whatever the input.
    @inlinable
    public init(decoding bytes: ArraySlice<UInt8>, limits: ProtobufLimits = ProtobufLimits()) throws(ProtobufError) {
        self.init()
        var reader = ProtobufReader(bytes, limits: limits)
        while let number = try reader.nextField() { try decodeField(number, from: &reader) }
    }

    /// Measures, then writes once. Large `bytes` fields are not copied: see ``EncodedMessage``.
    public func encoded() -> EncodedMessage {
        var writer = ProtobufWriter()
        encode(to: &writer)
        writer.beginWriting()
        encode(to: &writer)
        return writer.finish()
    }
}

/// An enumeration on the wire. A structure around the number, so that a number nobody knows is kept and never traps.
public protocol ProtobufEnumeration: RawRepresentable, Sendable, Hashable where RawValue == Int32 {
    init(rawValue: Int32)
}
