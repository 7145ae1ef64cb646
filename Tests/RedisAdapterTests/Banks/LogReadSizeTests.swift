import RedisAdapter
import Testing

@Suite struct LogReadSizeTests {
    @Test func took_ofSmallMessages_growsTwofoldToALimit() {
        var size = LogReadSize()
        var counts: [Int] = []
        for _ in 0..<6 {
            size.took(messageCount: size.count, byteCount: size.count * 400, elementCount: size.count * 12)
            counts.append(size.count)
        }
        #expect(counts == [32, 64, 128, 256, 256, 256])
    }

    @Test func took_ofBatches_asksForFew() {
        var size = LogReadSize()
        size.took(messageCount: 16, byteCount: 16 << 20, elementCount: 16 * 2_005)
        #expect(size.count == 7)
        size.took(messageCount: 1, byteCount: 1 << 40, elementCount: 1)
        #expect(size.count == 1)
        size.took(messageCount: 0, byteCount: 0, elementCount: 1)
        #expect(size.count == 1)
    }

    @Test func failed_always_startsFromOne() {
        var size = LogReadSize()
        size.failed()
        #expect(size.count == 1)
    }

    @Test func runs_ofSizes_stayBelowTheLimit() {
        #expect(BankBatch.runs([]).isEmpty)
        #expect(BankBatch.runs([1, 2, 3]) == [0..<3])
        let half = BankBatch.byteLimit / 2
        #expect(BankBatch.runs([half, half, half, 1, half]) == [0..<2, 2..<4, 4..<5])
        #expect(BankBatch.runs([3 << 20, 1, 3 << 20]) == [0..<1, 1..<2, 2..<3])
    }
}
