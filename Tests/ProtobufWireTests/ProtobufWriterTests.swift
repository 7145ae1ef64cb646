import ProtobufWire
import Testing

struct ProtobufWriterTests {
    @Test func encode_defaults_writesNothing() {
        let encoded = EveryField().encoded()
        #expect(encoded.segments.isEmpty)
        #expect(encoded.byteCount == 0)
    }

    @Test func encode_scalars_matchTheSpecification() {
        var message = EveryField()
        message.big = 150
        #expect(message.encoded().bytes == [0x28, 0x96, 0x01])
        message = EveryField()
        message.small = -1
        #expect(message.encoded().bytes == [0x20] + [UInt8](repeating: 0xFF, count: 9) + [0x01])
        message = EveryField()
        message.real = -0.0
        #expect(message.encoded().bytes == [0x41, 0, 0, 0, 0, 0, 0, 0, 0x80])
        message = EveryField()
        message.maybe = ""
        #expect(message.encoded().bytes == [0x5A, 0])
        message = EveryField()
        message.numbers = [3, 270, 86_942]
        #expect(message.encoded().bytes == [0x62, 6, 0x03, 0x8E, 0x02, 0x9E, 0xA7, 0x05])
    }

    @Test func encode_largeBytes_areReferredToNotCopied() throws {
        var message = EveryField()
        message.text = "head"
        message.data = [UInt8](repeating: 7, count: 150_528)[...]
        message.big = 1
        let encoded = message.encoded()
        #expect(encoded.segments.count == 3)
        let head: [UInt8] = [0x0A, 4] + Array("head".utf8) + [0x12, 0x80, 0x98, 0x09]
        #expect(encoded.segments[0] == head[...])
        #expect(Array(encoded.segments[0]) == head)
        #expect(encoded.segments[2] == [0x28, 1])
        let address = message.data.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) }
        #expect(encoded.segments[1].withUnsafeBytes { UInt(bitPattern: $0.baseAddress) } == address)
        #expect(encoded.byteCount == encoded.bytes.count)
        #expect(try EveryField(decoding: encoded.bytes[...]) == message)
    }

    @Test(arguments: [4_095, 4_096, 4_097]) func encode_bytesAroundTheThreshold_decodeAgain(count: Int) throws {
        var message = EveryField()
        message.data = [UInt8](repeating: 1, count: count)[...]
        let encoded = message.encoded()
        #expect(encoded.segments.count == (count < 4_096 ? 1 : 2))
        #expect(try EveryField(decoding: encoded.bytes[...]) == message)
    }

    @Test func encode_maps_areSortedByKey() {
        var message = EveryField()
        message.counts = ["b": 0, "a": 1]
        #expect(message.encoded().bytes == [0x82, 1, 5, 0x0A, 1, 0x61, 0x10, 1, 0x82, 1, 5, 0x0A, 1, 0x62, 0x10, 0])
    }

    @Test func encode_nestedMessages_carryTheirLengths() throws {
        var message = EveryField()
        var leaf = EveryField.Children()
        leaf.note = String(repeating: "x", count: 200)
        var middle = EveryField.Children()
        middle.children = [leaf, EveryField.Children(), leaf]
        message.child = EveryField.Children()
        message.child?.children = [middle, middle]
        let bytes = message.encoded().bytes
        #expect(try EveryField(decoding: bytes[...]) == message)
    }

    /// Every length at which a varint grows by a byte.
    @Test func encode_varintBoundaries_decodeAgain() throws {
        for shift in 0..<64 {
            for offset: UInt64 in [0, 1] {
                var message = EveryField()
                message.unsignedBig = (1 << UInt64(shift)) &- offset
                let encoded = message.encoded()
                #expect(encoded.byteCount == encoded.bytes.count)
                #expect(try EveryField(decoding: encoded.bytes[...]) == message)
            }
        }
    }
}
