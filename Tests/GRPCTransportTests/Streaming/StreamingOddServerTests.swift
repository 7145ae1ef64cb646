import GRPCTransport
import Testing

/// Our client's streams against servers that go away, or answer oddly.
@Suite(.timeLimit(.minutes(3)))
struct StreamingOddServerTests {
    private static let settings = RawFrames.frame(4)

    private static func goAway(lastStream: UInt8) -> [UInt8] { RawFrames.frame(7, [0, 0, 0, lastStream, 0, 0, 0, 0]) }

    private static func answer(_ stream: UInt32, message: [UInt8] = [0, 0, 0, 0, 1, 5]) -> [UInt8] {
        let head = RawFrames.literal(":status", "200") + RawFrames.literal("content-type", "application/grpc")
        return RawFrames.frame(1, flags: 4, stream: stream, head)
            + RawFrames.data(stream: stream, message, endsStream: false)
            + RawFrames.frame(1, flags: 5, stream: stream, RawFrames.literal("grpc-status", "0"))
    }

    /// A call with these messages, the first answered by `answers`.
    private func outcome(
        of messages: [[UInt8]],
        _ answers: @escaping @Sendable (_ connection: Int, _ stream: UInt32) -> [UInt8]
    ) async throws -> (messages: [[UInt8]], status: GRPCStatus) {
        let server = try RawServer(greeting: Self.settings, answer: answers)
        let client = try LiveClient(server.endpoint) { $0.connectionCount = 1 }
        let call = try client.stream("Echo")
        for message in messages { try await call.send(GRPCMessage(message)) }
        call.finish()
        let outcome = await call.rest()
        client.stop()
        server.stop()
        return outcome
    }

    @Test func goAwayAsClient_whenItExcludesAStreamWithoutMessages_isRetriedElsewhere() async throws {
        let (messages, status) = try await outcome(of: []) { connection, stream in
            connection == 1 ? Self.goAway(lastStream: 0) : Self.answer(stream)
        }
        #expect(messages == [[5]])
        #expect(status.code == .ok)
    }

    /// Its messages are gone: whether to send them again is the caller's decision.
    @Test func goAwayAsClient_whenItExcludesAStreamWithMessages_isUnavailable() async throws {
        let (messages, status) = try await outcome(of: [[1]]) { connection, stream in
            connection == 1 ? Self.goAway(lastStream: 0) : Self.answer(stream)
        }
        #expect(messages.isEmpty)
        #expect(status.code == .unavailable)
    }

    @Test func goAwayAsClient_whenItIncludesTheStream_letsItFinish() async throws {
        let (messages, status) = try await outcome(of: [[1]]) { _, stream in Self.goAway(lastStream: 1) + Self.answer(stream) }
        #expect(messages == [[5]])
        #expect(status.code == .ok)
    }

    @Test func refusedStream_whenNothingWasSent_isRetried() async throws {
        let (messages, status) = try await outcome(of: []) { _, stream in
            stream == 1 ? RawFrames.frame(3, stream: stream, [0, 0, 0, 7]) : Self.answer(stream)
        }
        #expect(messages == [[5]])
        #expect(status.code == .ok)
    }

    @Test func response_whenItEndsInsideAMessage_isInternal() async throws {
        let (messages, status) = try await outcome(of: [[1]]) { _, stream in
            Self.answer(stream, message: [0, 0, 0, 0, 1, 5, 0, 0, 0, 0, 9, 1])
        }
        #expect(messages == [[5]])
        #expect(status.code == .internalError)
    }

    @Test func compression_whenTheAnswersFlagHasNoEncoding_isInternal() async throws {
        let (messages, status) = try await outcome(of: [[1]]) { _, stream in
            Self.answer(stream, message: [1, 0, 0, 0, 1, 5])
        }
        #expect(messages.isEmpty)
        #expect(status.code == .internalError)
    }

    @Test func stream_whenReset_failsAfterWhatCame() async throws {
        let (messages, status) = try await outcome(of: [[1]]) { _, stream in
            let head = RawFrames.literal(":status", "200") + RawFrames.literal("content-type", "application/grpc")
            return RawFrames.frame(1, flags: 4, stream: stream, head)
                + RawFrames.data(stream: stream, [0, 0, 0, 0, 1, 5], endsStream: false)
                + RawFrames.frame(3, stream: stream, [0, 0, 0, 11])
        }
        #expect(messages == [[5]])
        #expect(status.code == .resourceExhausted)
    }
}
