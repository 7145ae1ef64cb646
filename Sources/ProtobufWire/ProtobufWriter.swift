/// Writes one message in two passes over the same `encode(to:)`: the first adds up lengths, the second writes every byte once.
///
/// A submessage's length stands before its content, so the first pass keeps the lengths in the order in which submessages begin, and
/// the second takes them in that order. `bytes` values of ``scatterThreshold`` and more are not copied but become segments of their own.
public struct ProtobufWriter {
    /// Below this, copying costs less than one more entry in the scatter list.
    static let scatterThreshold = 4_096

    private enum Pass { case measuring, writing }

    private var pass = Pass.measuring
    /// All bytes, those of segments included (first pass).
    private var byteCount = 0
    /// Bytes that are not copied (first pass).
    private var scatteredByteCount = 0
    /// Of submessages and packed fields, in the order in which they begin.
    private var lengths: [Int] = []
    private var nextLength = 0
    private var buffer: [UInt8] = []
    /// A value to be sent when the buffer has been sent up to `offset`.
    private var cuts: [(offset: Int, value: ArraySlice<UInt8>)] = []

    init() {}

    mutating func beginWriting() {
        pass = .writing
        buffer.reserveCapacity(byteCount - scatteredByteCount)
    }

    func finish() -> EncodedMessage {
        var segments: [ArraySlice<UInt8>] = []
        segments.reserveCapacity(2 * cuts.count + 1)
        var start = 0
        for cut in cuts {
            if cut.offset > start { segments.append(buffer[start..<cut.offset]) }
            segments.append(cut.value)
            start = cut.offset
        }
        if buffer.count > start { segments.append(buffer[start...]) }
        return EncodedMessage(segments: segments, byteCount: byteCount)
    }

    // MARK: Primitives

    mutating func tag(_ number: Int, _ type: WireType) {
        varint(UInt64(number) << 3 | UInt64(type.rawValue))
    }

    mutating func varint(_ value: UInt64) {
        guard pass == .writing else {
            byteCount += value < 0x80 ? 1 : Self.varintByteCount(value)
            return
        }
        var rest = value
        while rest >= 0x80 {
            buffer.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        buffer.append(UInt8(truncatingIfNeeded: rest))
    }

    mutating func fixed64(_ value: UInt64) {
        guard pass == .writing else {
            byteCount += 8
            return
        }
        withUnsafeBytes(of: value.littleEndian) { buffer.append(contentsOf: $0) }
    }

    mutating func fixed32(_ value: UInt32) {
        guard pass == .writing else {
            byteCount += 4
            return
        }
        withUnsafeBytes(of: value.littleEndian) { buffer.append(contentsOf: $0) }
    }

    /// A length and the text's UTF-8.
    mutating func text(_ value: String) {
        let utf8 = value.utf8
        varint(UInt64(utf8.count))
        if pass == .writing { buffer.append(contentsOf: utf8) } else { byteCount += utf8.count }
    }

    /// A length and the bytes, which are referred to, not copied, from ``scatterThreshold`` on.
    mutating func data(_ value: ArraySlice<UInt8>) {
        varint(UInt64(value.count))
        let isScattered = value.count >= Self.scatterThreshold
        switch pass {
        case .measuring:
            byteCount += value.count
            if isScattered { scatteredByteCount += value.count }
        case .writing:
            if isScattered { cuts.append((buffer.count, value)) } else { buffer.append(contentsOf: value) }
        }
    }

    /// Starts a field whose length is not known before it is written. Returns what ``endNested(_:)`` wants.
    public mutating func beginNested(_ number: Int) -> Nested {
        tag(number, .lengthDelimited)
        switch pass {
        case .measuring:
            lengths.append(0)
            return Nested(index: lengths.count - 1, start: byteCount)
        case .writing:
            varint(UInt64(lengths[nextLength]))
            nextLength += 1
            return Nested(index: 0, start: 0)
        }
    }

    public mutating func endNested(_ nested: Nested) {
        guard pass == .measuring else { return }
        let length = byteCount - nested.start
        lengths[nested.index] = length
        varint(UInt64(length))
    }

    /// A field that was begun and not ended: where it began in the first pass.
    public struct Nested {
        fileprivate let index: Int
        fileprivate let start: Int
    }

    /// Seven bits a byte: (9·bits + 64) / 64 is ⌈bits / 7⌉ for 1…64 bits.
    static func varintByteCount(_ value: UInt64) -> Int {
        (9 * (64 - (value | 1).leadingZeroBitCount) + 64) / 64
    }
}
