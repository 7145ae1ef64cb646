import GRPCTransport
import HTTP2Transport
import TestSupport
import Testing

@Suite struct ClientCallStateTests {
    static let headers = HeaderBlock([
        HTTPField(":status", "200"), HTTPField("content-type", "application/grpc"), HTTPField("x", "1"),
    ])
    static let okay = HeaderBlock([HTTPField("grpc-status", "0"), HTTPField("y-bin", "Zg")])

    static func state(_ kind: ClientCallState.Kind = .unary) -> ClientCallState { ClientCallState(kind: kind, messageLimit: 10) }

    @Test func call_whenAnswered_finishesWithMessageAndMetadata() {
        var state = Self.state()
        #expect(state.received(HeaderBlock([HTTPField(":status", "103")]), endsStream: false).isNothing)
        let headers = state.received(Self.headers, endsStream: false)
        #expect(headers.wakesReader && !headers.finishes)
        #expect(state.feed([0, 0, 0, 0, 2, 8, 9]).credit == 7)
        let end = state.received(Self.okay, endsStream: true)
        #expect(end.finishes && end.reset == nil)
        #expect(state.status == GRPCStatus(.ok, ""))
        guard case .message(let message) = state.read().0 else {
            Issue.record("no message")
            return
        }
        #expect(message.bytes == [8, 9])
        #expect(state.initialMetadata?.text("x") == "1")
        #expect(state.trailingMetadata.binary("y-bin") == Array("f".utf8))
        // Servers that repeat their final frames.
        #expect(state.received(Self.okay, endsStream: true).isNothing)
        #expect(state.closed(.noError, isPastDeadline: false).isNothing)
        #expect(state.connectionLost("x").isNothing)
    }

    @Test(
        arguments: [
            (
                [
                    HTTPField(":status", "200"), HTTPField("content-type", "application/grpc"), HTTPField("grpc-status", "5"),
                    HTTPField("grpc-message", "a%20b"),
                ], 5
            ),
            ([HTTPField(":status", "200"), HTTPField("content-type", "application/grpc"), HTTPField("grpc-status", "77")], 77),
            ([HTTPField(":status", "200"), HTTPField("content-type", "application/grpc"), HTTPField("grpc-status", "x")], 2),
            ([HTTPField(":status", "200"), HTTPField("content-type", "application/grpc"), HTTPField("grpc-status", "-1")], 2),
            (
                [
                    HTTPField(":status", "200"), HTTPField("content-type", "application/grpc"),
                    HTTPField("grpc-status", "99999999999999999999"),
                ], 2
            ),
            ([HTTPField(":status", "200"), HTTPField("content-type", "application/grpc")], 2),
            ([HTTPField(":status", "200"), HTTPField("content-type", "application/grpc"), HTTPField("grpc-status", "0")], 12),
            ([HTTPField(":status", "400")], 13), ([HTTPField(":status", "401")], 16), ([HTTPField(":status", "403")], 7),
            ([HTTPField(":status", "404")], 12), ([HTTPField(":status", "429")], 14), ([HTTPField(":status", "431")], 13),
            ([HTTPField(":status", "502")], 14), ([HTTPField(":status", "503")], 14), ([HTTPField(":status", "504")], 14),
            ([HTTPField(":status", "500")], 2), ([HTTPField(":status", "200"), HTTPField("content-type", "text/html")], 2),
            ([HTTPField(":status", "503"), HTTPField("grpc-status", "8")], 8),
        ] as [([HTTPField], Int)]
    )
    func trailersOnly_yieldsStatus(_ fields: [HTTPField], _ code: Int) {
        var state = Self.state()
        #expect(state.received(HeaderBlock(fields), endsStream: true).finishes)
        #expect(state.status?.code.rawValue == code)
    }

    @Test(
        arguments: [
            (HTTP2ErrorCode.cancel, false, 1), (.cancel, true, 4), (.enhanceYourCalm, false, 8), (.inadequateSecurity, false, 7),
            (.protocolError, false, 13), (.internalError, false, 13), (.flowControlError, false, 13), (.noError, false, 2),
            (.refusedStream, false, 14), (HTTP2ErrorCode(rawValue: 4_000), false, 13),
        ] as [(HTTP2ErrorCode, Bool, Int)]
    )
    func closed_whileAnswering_yieldsStatus(_ code: HTTP2ErrorCode, _ isPast: Bool, _ expected: Int) {
        var state = Self.state()
        _ = state.received(Self.headers, endsStream: false)
        #expect(state.closed(code, isPastDeadline: isPast).finishes)
        #expect(state.status?.code.rawValue == expected)
    }

    @Test func closed_whenRefusedBeforeHeaders_isRetriedAFewTimes() {
        var state = Self.state()
        for _ in 0..<ClientCallState.retryLimit { #expect(state.closed(.refusedStream, isPastDeadline: false).retries) }
        #expect(state.closed(.refusedStream, isPastDeadline: false).finishes)
        #expect(state.status?.code == .unavailable)
    }

    @Test func connectionLost_isUnavailableAndNotRetried() {
        var state = Self.state()
        #expect(state.connectionLost("gone").finishes)
        #expect(state.status?.code == .unavailable)
    }

    @Test(
        arguments: [
            ([0, 0, 0, 0, 11], 8), ([0, 255, 255, 255, 255], 8), ([1, 0, 0, 0, 0], 13), ([0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 12),
        ] as [([UInt8], Int)]
    )
    func message_whenBroken_resetsAndFails(_ bytes: [UInt8], _ code: Int) {
        var state = Self.state()
        _ = state.received(Self.headers, endsStream: false)
        let reaction = state.feed(bytes)
        #expect(reaction.finishes)
        #expect(state.status?.code.rawValue == code)
        #expect(reaction.reset == .cancel)
    }

    @Test func deadlineAndCancellation_resetTheStream() {
        var late = Self.state()
        let passed = late.deadlinePassed()
        #expect(passed.reset == .cancel && passed.finishes)
        #expect(late.status?.code == .deadlineExceeded)
        var unwanted = Self.state()
        #expect(unwanted.cancelled().reset == .cancel)
        #expect(unwanted.status?.code == .cancelled)
        #expect(unwanted.deadlinePassed().isNothing)
    }

    @Test(arguments: [ClientCallState.Kind.unary, .streaming])
    func anyInputs_whenInAnyOrder_finishAtMostOnce(_ kind: ClientCallState.Kind) {
        var random = SeededRandom(seed: 29)
        var wrongCount = 0
        var finishedCount = 0
        let blocks = [Self.headers, Self.okay, HeaderBlock([HTTPField(":status", "500")]), HeaderBlock()]
        for _ in 0..<10_000 {
            var state = Self.state(kind)
            var finishes = 0
            for _ in 0..<10 {
                let reaction: ClientCallState.Reaction
                switch Int.random(in: 0..<8, using: &random) {
                case 0, 1:
                    let ends = Bool.random(using: &random)
                    reaction = state.received(blocks[Int.random(in: 0..<4, using: &random)], endsStream: ends)
                case 2, 3: reaction = state.feed([UInt8](repeating: 0, count: Int.random(in: 0...7, using: &random)))
                case 4: reaction = state.responseEnded()
                case 5:
                    let code = HTTP2ErrorCode(rawValue: UInt32.random(in: 0...14, using: &random))
                    reaction = state.closed(code, isPastDeadline: false)
                case 6: reaction = state.read().1
                default: reaction = Int.random(in: 0..<20, using: &random) == 0 ? state.deadlinePassed() : state.notSent()
                }
                if reaction.finishes { finishes += 1 }
                if reaction.retries, reaction.finishes { wrongCount += 1 }
            }
            if finishes != (state.isFinished ? 1 : 0) { wrongCount += 1 }
            finishedCount += finishes
        }
        #expect(wrongCount == 0)
        #expect(finishedCount > 1_000)
    }
}
