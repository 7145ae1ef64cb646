import HTTP2Transport
import Testing

@Suite struct SmallBytesTests {
    @Test(arguments: 0...8) func init_takesTheLowBytesMostSignificantFirst(_ count: Int) {
        let bytes = SmallBytes(bigEndian: 0x0102_0304_0506_0708, count: count)
        #expect(bytes.count == count)
        #expect(bytes.array == Array([1, 2, 3, 4, 5, 6, 7, 8].suffix(count)))
    }

    @Test func init_whenTheCountIsOutOfRange_isClamped() {
        #expect(SmallBytes(bigEndian: 1, count: -1).array.isEmpty)
        #expect(SmallBytes(bigEndian: 1, count: 9).array == [0, 0, 0, 0, 0, 0, 0, 1])
    }

    @Test func removePrefix_cutsAnywhere() {
        for count in 0...8 {
            for cut in -1...(count + 1) {
                var rest = SmallBytes(bigEndian: 0x0102_0304_0506_0708, count: count)
                let whole = rest.array
                let prefix = rest.removePrefix(cut)
                let taken = min(count, max(0, cut))
                #expect(prefix.array == Array(whole.prefix(taken)))
                #expect(rest.array == Array(whole.dropFirst(taken)))
                let value = prefix.array.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
                #expect(prefix == SmallBytes(bigEndian: value, count: taken))
            }
        }
    }
}
