/// Numbers and texts, one after the other, from a block's bytes; whatever is not there is a failure.
struct FieldReader {
    /// What is wrong, in words that follow "the block has".
    struct Failure: Error {
        let what: String

        init(_ what: String) { self.what = what }
    }

    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }

    mutating func number<Number: FixedWidthInteger>(_ type: Number.Type) throws(Failure) -> Number {
        let size = MemoryLayout<Number>.size
        guard bytes.count - position >= size else { throw Failure("a field that is cut short") }
        defer { position += size }
        return Self.number(type, bytes, at: position)
    }

    mutating func textBytes() throws(Failure) -> ArraySlice<UInt8> {
        let count = Int(try number(UInt16.self))
        guard bytes.count - position >= count else { throw Failure("a text that is cut short") }
        defer { position += count }
        return bytes[position..<position + count]
    }

    mutating func text() throws(Failure) -> String { String(decoding: try textBytes(), as: UTF8.self) }

    /// The little-endian number at an offset that the caller has checked.
    static func number<Number: FixedWidthInteger>(_ type: Number.Type, _ bytes: [UInt8], at offset: Int) -> Number {
        Number(littleEndian: bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: type) })
    }
}
