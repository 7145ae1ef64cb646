import GRPCTransport
import TestSupport
import Testing

@Suite struct InboundMessagesTests {
    private static func frame(_ message: [UInt8], isCompressed: Bool = false) -> [UInt8] {
        (MessageDeframer.prefix(byteCount: message.count, isCompressed: isCompressed)?.array ?? []) + message
    }

    private static func append(_ inbound: inout InboundMessages, _ bytes: [UInt8]) throws(MessageDeframer.Failure) -> Int {
        var credit = 0
        var failure: MessageDeframer.Failure?
        bytes.withUnsafeBytes { buffer in
            do throws(MessageDeframer.Failure) { credit = try inbound.append(buffer) } catch { failure = error }
        }
        if let failure { throw failure }
        return credit
    }

    /// A sender that keeps to a window of 1,000 bytes, a reader that comes now and then. The oracle is the list of messages.
    @Test func messages_whenCutAnywhere_comeInOrderWithAllTheirCredit() throws {
        var random = SeededRandom(seed: 71)
        for _ in 0..<300 {
            let sent = (0..<Int.random(in: 0...20, using: &random)).map { _ in
                let largest = Int.random(in: 0..<6, using: &random) == 0 ? 5_000 : 120
                return (0..<Int.random(in: 0...largest, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
            }
            let bytes = sent.flatMap { Self.frame($0) }
            var inbound = InboundMessages(messageLimit: 5_000, acceptsCompressed: false)
            var window = 1_000
            var offset = 0
            var read: [[UInt8]] = []
            var stalled = 0
            while read.count < sent.count || offset < bytes.count {
                let count = min(Int.random(in: 0...400, using: &random), window, bytes.count - offset)
                if count > 0 {
                    window -= count
                    window += try Self.append(&inbound, Array(bytes[offset..<offset + count]))
                    offset += count
                }
                if Int.random(in: 0..<3, using: &random) == 0, let (message, credit) = try inbound.next() {
                    read.append(Array(message.bytes))
                    window += credit
                    stalled = 0
                }
                #expect(window >= 0 && window <= 1_000)
                stalled += 1
                try #require(stalled < 10_000, "sender and reader wait for each other")
            }
            #expect(read == sent)
            #expect(window == 1_000)
            #expect(inbound.isAtBoundary)
            #expect(inbound.heldByteCount == 0)
            #expect(try inbound.next() == nil)
        }
    }

    @Test func append_whenNobodyReads_withholdsTheCreditOfEverythingAfterTheFirstMessage() throws {
        var inbound = InboundMessages(messageLimit: 100, acceptsCompressed: false)
        #expect(try Self.append(&inbound, [0, 0, 0]) == 3)
        #expect(!inbound.isAtBoundary)
        #expect(try Self.append(&inbound, [0, 1, 9]) == 0)
        for _ in 0..<10 { #expect(try Self.append(&inbound, Self.frame([1, 2, 3])) == 0) }
        #expect(inbound.heldByteCount == 81)
        var credit = 0
        while let next = try inbound.next() { credit += next.credit }
        #expect(credit == 83)
    }

    @Test func append_whenAMessageIsLargerThanTheWindow_givesItsCreditWhileItArrives() throws {
        var inbound = InboundMessages(messageLimit: 1 << 20, acceptsCompressed: false)
        let bytes = Self.frame([UInt8](repeating: 3, count: 100_000))
        var credit = 0
        for start in stride(from: 0, to: bytes.count - 1, by: 1_000) {
            credit += try Self.append(&inbound, Array(bytes[start..<min(start + 1_000, bytes.count - 1)]))
        }
        #expect(credit == bytes.count - 1)
        #expect(try Self.append(&inbound, Array(bytes.suffix(1))) == 0)
        #expect(try inbound.next()?.credit == 1)
    }

    @Test func next_whenWhatFollowsIsBroken_yieldsTheGoodMessageFirst() throws {
        var inbound = InboundMessages(messageLimit: 10, acceptsCompressed: false)
        _ = try Self.append(&inbound, Self.frame([1]) + [0, 0, 0, 0, 99])
        #expect(try inbound.next()?.message.bytes == [1])
        for _ in 0..<2 {
            #expect(throws: MessageDeframer.Failure.oversize(declaredByteCount: 99, limit: 10)) { try inbound.next() }
        }
        #expect(!inbound.isAtBoundary)
    }

    @Test func append_whenBroken_throws() {
        var inbound = InboundMessages(messageLimit: 10, acceptsCompressed: false)
        #expect(throws: MessageDeframer.Failure.compressed) { try Self.append(&inbound, [1, 0, 0, 0, 1, 1]) }
        #expect(inbound.discard() == 6)
    }

    @Test func discard_givesBackWhatWasWithheldAndHoldsNothing() throws {
        var inbound = InboundMessages(messageLimit: 100, acceptsCompressed: true)
        _ = try Self.append(&inbound, Self.frame([1, 2], isCompressed: true) + Self.frame([3]) + [0, 0])
        #expect(inbound.heldByteCount > 0)
        #expect(inbound.discard() == 15)
        #expect(inbound.discard() == 0)
        #expect(try inbound.next() == nil)
    }

    @Test func next_keepsTheFlagOfEachMessage() throws {
        var inbound = InboundMessages(messageLimit: 100, acceptsCompressed: true)
        _ = try Self.append(&inbound, Self.frame([1], isCompressed: true) + Self.frame([2]))
        #expect(try inbound.next()?.message == InboundMessage(bytes: [1], isCompressed: true))
        #expect(try inbound.next()?.message == InboundMessage(bytes: [2]))
    }
}
