/// Reads one message from bytes that nobody vouches for.
///
/// Works on one slice without copying it: a submessage narrows the window (``end``) and widens it again, a `bytes` field is a
/// slice of the same storage. As protobuf asks: the last of several scalars wins, several submessages merge, packed and unpacked numbers
/// are both taken, unknown fields and known ones of another wire type are skipped.
public struct ProtobufReader {
    private let source: ArraySlice<UInt8>
    private let limits: ProtobufLimits
    /// Index of the next byte, `source.startIndex...end`.
    private var position: Int
    /// End of the message being read, at most `source.endIndex`.
    private var end: Int
    private var depth = 0
    private var elementCount = 0
    private(set) var fieldNumber = 0
    private(set) var wireType = WireType.varint

    /// At the start of a message.
    public init(_ source: ArraySlice<UInt8>, limits: ProtobufLimits) {
        self.source = source
        self.limits = limits
        position = source.startIndex
        end = source.endIndex
    }

    // MARK: Structure

    /// Moves to the next field and returns its number; `nil` at the message's end.
    public mutating func nextField() throws(ProtobufError) -> Int? {
        guard position < end else { return nil }
        try tag()
        guard wireType != .endGroup else { throw .unmatchedEndGroup }
        return fieldNumber
    }

    /// Narrows the window to the current field's value, which is then read to its end with ``nextField()``. Returns what
    /// ``leave(_:)`` wants; `nil`, having skipped the value, when it is of another wire type.
    public mutating func enter() throws(ProtobufError) -> Outside? {
        guard wireType == .lengthDelimited else { return try skipped() }
        let range = try lengthDelimited()
        guard depth < limits.depth else { throw .depthOverLimit(limits.depth) }
        let outside = Outside(end: end)
        (position, end, depth) = (range.lowerBound, range.upperBound, depth + 1)
        return outside
    }

    /// Widens the window again, behind what was entered.
    public mutating func leave(_ outside: Outside) {
        (position, end, depth) = (end, outside.end, depth - 1)
    }

    /// The window around a submessage.
    public struct Outside {
        fileprivate let end: Int
    }

    /// Passes over the current field's value: call it for a field number that the message does not know.
    public mutating func skip() throws(ProtobufError) {
        switch wireType {
        case .varint: _ = try varint()
        case .fixed64: try advance(8)
        case .fixed32: try advance(4)
        case .lengthDelimited: _ = try lengthDelimited()
        case .endGroup: throw .unmatchedEndGroup
        case .startGroup: try skipGroup()
        }
    }

    /// Recursion is bounded by ``ProtobufLimits/depth``.
    private mutating func skipGroup() throws(ProtobufError) {
        let number = fieldNumber
        guard depth < limits.depth else { throw .depthOverLimit(limits.depth) }
        depth += 1
        while true {
            try tag()
            if wireType == .endGroup { break }
            try skip()
        }
        guard fieldNumber == number else { throw .unmatchedEndGroup }
        depth -= 1
    }

    mutating func skipped<Value>() throws(ProtobufError) -> Value? {
        try skip()
        return nil
    }

    /// Counts one repeated element against the limit.
    public mutating func countElement() throws(ProtobufError) {
        guard elementCount < limits.elementCount else { throw .elementCountOverLimit(limits.elementCount) }
        elementCount += 1
    }

    var isAtEnd: Bool { position >= end }

    // MARK: Primitives

    private mutating func tag() throws(ProtobufError) {
        let word = try varint(maximumByteCount: 5)
        guard word <= UInt64(UInt32.max), word >> 3 != 0 else { throw .invalidTag }
        let code = UInt8(word & 7)
        guard let type = WireType(rawValue: code) else { throw .invalidWireType(code) }
        fieldNumber = Int(word >> 3)
        wireType = type
    }

    /// Bits over 64 are dropped, as other parsers do.
    mutating func varint(maximumByteCount: Int = 10) throws(ProtobufError) -> UInt64 {
        if position < end, source[position] < 0x80 {
            position += 1
            return UInt64(source[position - 1])
        }
        var word: UInt64 = 0
        var shift: UInt64 = 0
        let last = min(end, position + maximumByteCount)
        while position < last {
            let byte = source[position]
            position += 1
            word |= UInt64(byte & 0x7F) &<< shift
            if byte < 0x80 { return word }
            shift += 7
        }
        throw position == end && shift < UInt64(maximumByteCount) * 7 ? .truncated : .malformedVarint
    }

    mutating func fixed64() throws(ProtobufError) -> UInt64 {
        let start = position
        try advance(8)
        return source[start..<position].withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) }
    }

    mutating func fixed32() throws(ProtobufError) -> UInt32 {
        let start = position
        try advance(4)
        return source[start..<position].withUnsafeBytes { UInt32(littleEndian: $0.loadUnaligned(as: UInt32.self)) }
    }

    /// Reads a length and passes over that many bytes: returns where they are.
    private mutating func lengthDelimited() throws(ProtobufError) -> Range<Int> {
        let length = try varint(maximumByteCount: 5)
        guard length <= UInt64(Int32.max) else { throw .lengthOverLimit }
        let start = position
        try advance(Int(length))
        return start..<position
    }

    mutating func slice() throws(ProtobufError) -> ArraySlice<UInt8> {
        source[try lengthDelimited()]
    }

    /// `count` is at most 2³¹, so the comparison cannot overflow.
    private mutating func advance(_ count: Int) throws(ProtobufError) {
        guard count <= end - position else { throw .truncated }
        position += count
    }
}
