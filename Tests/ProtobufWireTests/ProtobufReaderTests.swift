import ProtobufWire
import Testing

struct ProtobufReaderTests {
    private func decode(_ bytes: [UInt8], limits: ProtobufLimits = ProtobufLimits()) throws(ProtobufError) -> EveryField {
        try EveryField(decoding: bytes[...], limits: limits)
    }

    private func failure(_ bytes: [UInt8], limits: ProtobufLimits = ProtobufLimits()) -> ProtobufError? {
        do {
            _ = try decode(bytes, limits: limits)
            return nil
        } catch {
            return error
        }
    }

    @Test func decode_whenEmpty_givesDefaults() throws {
        #expect(try decode([]) == EveryField())
    }

    @Test func decode_scalars_matchTheSpecificationsExamples() throws {
        // protobuf.dev: 150 in field 1 is 08 96 01, "testing" in field 2 is 12 07 74 65 73 74 69 6e 67.
        #expect(try decode([0x28, 0x96, 0x01]).big == 150)
        #expect(try decode([0x0A, 7] + Array("testing".utf8)).text == "testing")
        #expect(try decode([0x18, 0x80, 0x02]).flag)
        #expect(try decode([0x20] + [UInt8](repeating: 0xFF, count: 9) + [0x01]).small == -1)
        #expect(try decode([0x20, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F]).small == -1)
        #expect(try decode([0x30, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01]).unsignedSmall == .max)
        #expect(try decode([0x38] + [UInt8](repeating: 0xFF, count: 9) + [0x01]).unsignedBig == .max)
        #expect(try decode([0x41, 0, 0, 0, 0, 0, 0, 0xF8, 0x3F]).real == 1.5)
        #expect(try decode([0x4D, 0, 0, 0xC0, 0x3F]).narrow == 1.5)
        #expect(try decode([0x5A, 0]).maybe == "")
    }

    @Test func decode_unknownEnumNumber_isKept() throws {
        #expect(try decode([0x50, 0xE7, 0x07]).color.rawValue == 999)
        #expect(try decode([0x50] + [UInt8](repeating: 0xFF, count: 9) + [0x01]).color.rawValue == -1)
    }

    @Test func decode_bytes_shareTheInputsStorage() throws {
        let input: [UInt8] = [0x00, 0x12, 0x03, 7, 8, 9, 0x00]
        let message = try EveryField(decoding: input[1..<6])
        #expect(message.data == [7, 8, 9])
        #expect(message.data.indices == 3..<6)
        let inputAddress = input.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) }
        let dataAddress = message.data.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) }
        #expect(dataAddress == inputAddress + 3)
    }

    @Test func decode_repeatedNumbers_takesPackedAndUnpacked() throws {
        #expect(try decode([0x60, 1, 0x62, 2, 2, 3, 0x60, 4, 0x62, 0]).numbers == [1, 2, 3, 4])
        #expect(
            try decode([0x69] + [0, 0, 0, 0, 0, 0, 0xF8, 0x3F] + [0x6A, 8] + [0, 0, 0, 0, 0, 0, 0, 0x40]).reals == [1.5, 2]
        )
        #expect(try decode([0x95, 1, 0, 0, 0xC0, 0x3F, 0x92, 1, 4, 0, 0, 0, 0x40]).narrows == [1.5, 2])
        #expect(try decode([0x8A, 1, 2, 1, 0, 0x88, 1, 2]).flags == [true, false, true])
    }

    @Test func decode_repeatedSingularFields_lastScalarWinsAndMessagesMerge() throws {
        #expect(try decode([0x28, 1, 0x28, 2]).big == 2)
        // child {name: "a", note: "b", children: [{}]} then child {name: "c", children: [{}]}
        let first: [UInt8] = [0x72, 8, 0x0A, 1, 0x61, 0x12, 1, 0x62, 0x1A, 0]
        let second: [UInt8] = [0x72, 5, 0x0A, 1, 0x63, 0x1A, 0]
        let child = try #require(try decode(first + second).child)
        #expect(child.name == "c")
        #expect(child.note == "b")
        #expect(child.children.count == 2)
    }

    /// Copying what has been read at every piece would make this quadratic: minutes instead of a blink.
    @Test func decode_oneMessageInManyPieces_mergesThemAll() throws {
        let pieces = (0..<50_000).flatMap { _ in [0x72, 2, 0x1A, 0] as [UInt8] }
        #expect(try decode(pieces).child?.children.count == 50_000)
        // A piece of another wire type takes nothing away.
        #expect(try decode([0x72, 3, 0x0A, 1, 0x61, 0x70, 1]).child?.name == "a")
    }

    @Test func decode_maps_takeMissingPartsAndTheLastEntry() throws {
        #expect(try decode([0x82, 1, 0]).counts == ["": 0])
        #expect(try decode([0x82, 1, 2, 0x10, 7]).counts == ["": 7])
        let entry: [UInt8] = [0x82, 1, 5, 0x0A, 1, 0x61, 0x10, 1]
        let later: [UInt8] = [0x82, 1, 7, 0x10, 2, 0x38, 9, 0x0A, 1, 0x61]
        #expect(try decode(entry + later).counts == ["a": 2])
    }

    @Test func decode_unknownFields_areSkippedGroupsToo() throws {
        let unknown: [[UInt8]] = [
            [0xF8, 0x07, 0x80, 0x01], [0xF9, 0x07, 1, 2, 3, 4, 5, 6, 7, 8], [0xFA, 0x07, 2, 0xFF, 0xFF],
            [0xFD, 0x07, 1, 2, 3, 4],
            [0xFB, 0x07, 0x08, 1, 0x0B, 0x12, 1, 0, 0x0C, 0xFC, 0x07],
        ]
        #expect(try decode(unknown.flatMap { $0 } + [0x28, 5]).big == 5)
    }

    @Test func decode_knownNumberInAnotherWireType_isSkipped() throws {
        #expect(try decode([0x2D, 1, 2, 3, 4, 0x09, 1, 2, 3, 4, 5, 6, 7, 8, 0x70, 1, 0x80, 1, 1]) == EveryField())
    }

    @Test(
        arguments: [
            ([0x0A], ProtobufError.truncated), ([0x0A, 0x80], .truncated), ([0x0A, 2, 0x61], .truncated), ([0x28], .truncated),
            ([0x28, 0x80], .truncated), ([0x41, 0, 0], .truncated), ([0x4D, 0], .truncated), ([0x62, 2, 1], .truncated),
            ([0x62, 1, 0x80], .truncated), ([0xFB, 0x07], .truncated), ([0x72, 2, 0x0A, 5], .truncated),
            ([0x28] + [UInt8](repeating: 0x80, count: 10), .malformedVarint),
            ([0x80, 0x80, 0x80, 0x80, 0x80, 0x01], .malformedVarint),
            ([0x0A, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01], .malformedVarint), ([0x00, 1], .invalidTag),
            ([0xF8, 0xFF, 0xFF, 0xFF, 0x1F, 0], .invalidTag), ([0x0E], .invalidWireType(6)), ([0x0F], .invalidWireType(7)),
            ([0x0C], .unmatchedEndGroup), ([0xFB, 0x07, 0x0C], .unmatchedEndGroup),
            ([0x0A, 1, 0xFF], .invalidUTF8(fieldNumber: 1)),
            ([0x0A, 3, 0xED, 0xA0, 0x80], .invalidUTF8(fieldNumber: 1)),
            ([0x6A, 7, 0, 0, 0, 0, 0, 0, 0], .malformedPackedField(fieldNumber: 13)),
            ([0x12, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F], .lengthOverLimit), ([0x12, 0xFF, 0xFF, 0xFF, 0xFF, 0x07], .truncated),
        ] as [([UInt8], ProtobufError)]
    )
    func decode_whenMalformed_throws(bytes: [UInt8], expected: ProtobufError) {
        #expect(failure(bytes) == expected)
    }

    @Test func decode_whenNestedTooDeep_throws() {
        var bytes: [UInt8] = []
        for _ in 0..<99 { bytes = [0x1A] + Self.length(bytes.count) + bytes }
        let allowed = [0x72] + Self.length(bytes.count) + bytes
        #expect(failure(allowed) == nil)
        bytes = [0x1A] + Self.length(bytes.count) + bytes
        #expect(failure([0x72] + Self.length(bytes.count) + bytes) == .depthOverLimit(100))
        #expect(failure([UInt8](repeating: 0x0B, count: 100_000)) == .depthOverLimit(100))
    }

    @Test func decode_whenTooManyElements_throws() {
        let limits = ProtobufLimits(elementCount: 3)
        let element: [UInt8] = [0x7A, 0]
        #expect(failure(element + element + element, limits: limits) == nil)
        #expect(failure(element + element + element + element, limits: limits) == .elementCountOverLimit(3))
        #expect(failure(element + element + element + [0x82, 1, 0], limits: limits) == .elementCountOverLimit(3))
        #expect(failure(element + element + element + [0x72, 2, 0x1A, 0], limits: limits) == .elementCountOverLimit(3))
    }

    private static func length(_ count: Int) -> [UInt8] {
        count < 128 ? [UInt8(count)] : [UInt8(count & 0x7F) | 0x80, UInt8(count >> 7)]
    }
}
