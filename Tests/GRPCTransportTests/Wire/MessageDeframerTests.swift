import GRPCTransport
import TestSupport
import Testing

@Suite struct MessageDeframerTests {
    private func frame(_ message: [UInt8]) -> [UInt8] {
        (MessageDeframer.prefix(byteCount: message.count)?.array ?? []) + message
    }

    private func feed(_ deframer: inout MessageDeframer, _ bytes: [UInt8]) throws(MessageDeframer.Failure) -> [[UInt8]] {
        var messages: [[UInt8]] = []
        var failure: MessageDeframer.Failure?
        bytes.withUnsafeBytes { buffer in
            var rest = buffer
            do throws(MessageDeframer.Failure) {
                while let message = try deframer.next(&rest) { messages.append(Array(message.bytes)) }
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return messages
    }

    @Test func next_whenByteByByte_yieldsEveryMessage() throws {
        let sent: [[UInt8]] = [[], [1], Array(0...200), []]
        var deframer = MessageDeframer(messageLimit: 1_000)
        var messages: [[UInt8]] = []
        for byte in sent.flatMap(frame) { messages += try feed(&deframer, [byte]) }
        #expect(messages == sent)
        #expect(deframer.isAtBoundary)
    }

    @Test func next_whenCutAnywhere_yieldsTheSame() throws {
        var random = SeededRandom(seed: 3)
        for _ in 0..<300 {
            let sent = (0..<Int.random(in: 0...6, using: &random)).map { _ in
                (0..<Int.random(in: 0...500, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
            }
            var rest = sent.flatMap(frame)[...]
            var deframer = MessageDeframer(messageLimit: 500)
            var messages: [[UInt8]] = []
            while !rest.isEmpty {
                let piece = rest.prefix(Int.random(in: 1...400, using: &random))
                rest = rest.dropFirst(piece.count)
                messages += try feed(&deframer, Array(piece))
            }
            #expect(messages == sent)
            #expect(deframer.isAtBoundary)
        }
    }

    @Test func next_whenLengthIsABomb_throwsBeforeAnythingIsHeld() {
        var deframer = MessageDeframer(messageLimit: 1_000)
        #expect(throws: MessageDeframer.Failure.oversize(declaredByteCount: 0xFFFF_FFFF, limit: 1_000)) {
            try feed(&deframer, [0, 255, 255, 255, 255, 1, 2, 3])
        }
        #expect(deframer.bufferedByteCount == 0)
        #expect(!deframer.isAtBoundary)
        #expect(throws: MessageDeframer.Failure.oversize(declaredByteCount: 0xFFFF_FFFF, limit: 1_000)) {
            try feed(&deframer, [0])
        }
    }

    @Test func next_whenFlagIsSet_throws() {
        var deframer = MessageDeframer(messageLimit: 1_000)
        #expect(throws: MessageDeframer.Failure.compressed) { try feed(&deframer, [1, 0, 0, 0, 1, 0]) }
        var other = MessageDeframer(messageLimit: 1_000)
        #expect(throws: MessageDeframer.Failure.unknownFlag(9)) { try feed(&other, [9, 0, 0, 0, 0]) }
        // With an encoding agreed the flag says how this one message came.
        var third = MessageDeframer(messageLimit: 1_000, acceptsCompressed: true)
        let bytes: [UInt8] = [1, 0, 0, 0, 1, 5, 0, 0, 0, 0, 1, 6]
        let messages = bytes.withUnsafeBytes { buffer in
            var rest = buffer
            return (0..<2).map { _ in try? third.next(&rest) }
        }
        #expect(messages == [InboundMessage(bytes: [5], isCompressed: true), InboundMessage(bytes: [6])])
    }

    @Test func next_whenInsideAMessage_isNotAtBoundary() throws {
        var deframer = MessageDeframer(messageLimit: 10)
        #expect(try feed(&deframer, [0, 0, 0, 0, 2, 1]).isEmpty)
        #expect(!deframer.isAtBoundary)
        #expect(deframer.bufferedByteCount == 1)
    }

    @Test func next_whenBytesAreRandom_neverHoldsMoreThanTheLimit() {
        var random = SeededRandom(seed: 17)
        var largest = 0
        for _ in 0..<2_000 {
            var deframer = MessageDeframer(messageLimit: 64)
            for _ in 0..<20 {
                let bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in
                    UInt8.random(in: 0...255, using: &random) & UInt8.random(in: 0...255, using: &random) & 0x83
                }
                for message in (try? feed(&deframer, bytes)) ?? [] { largest = max(largest, message.count) }
                largest = max(largest, deframer.bufferedByteCount)
            }
        }
        #expect((1...64).contains(largest))
    }

    @Test func prefix_isBigEndianAndBounded() {
        #expect(MessageDeframer.prefix(byteCount: 0x0102_0304)?.array == [0, 1, 2, 3, 4])
        #expect(MessageDeframer.prefix(byteCount: 0x0102_0304, isCompressed: true)?.array == [1, 1, 2, 3, 4])
        #expect(MessageDeframer.prefix(byteCount: Int(UInt32.max) + 1) == nil)
        #expect(MessageDeframer.prefix(byteCount: -1) == nil)
    }
}
