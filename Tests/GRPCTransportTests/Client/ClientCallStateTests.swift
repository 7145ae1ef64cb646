import GRPCTransport
import HTTP2Transport
import TestSupport
import Testing

@Suite struct ClientCallStateTests {
    static let headers = HeaderBlock([
        HTTPField(":status", "200"), HTTPField("content-type", "application/grpc"), HTTPField("x", "1"),
    ])
    static let okay = HeaderBlock([HTTPField("grpc-status", "0"), HTTPField("y-bin", "Zg")])

    static func feed(_ state: inout ClientCallState, _ bytes: [UInt8]) -> [ClientCallState.Action] {
        bytes.withUnsafeBytes { state.received($0) }
    }

    static func outcome(_ actions: [ClientCallState.Action]) -> Result<GRPCUnaryResponse, GRPCStatus>? {
        for action in actions { if case .finish(let outcome) = action { return outcome } }
        return nil
    }

    static func resets(_ actions: [ClientCallState.Action]) -> Bool {
        actions.contains { if case .reset = $0 { true } else { false } }
    }

    static func retries(_ actions: [ClientCallState.Action]) -> Bool {
        actions.contains { if case .retry = $0 { true } else { false } }
    }

    @Test func call_whenAnswered_finishesWithMessageAndMetadata() {
        var state = ClientCallState(messageLimit: 10)
        #expect(state.received(HeaderBlock([HTTPField(":status", "103")]), endsStream: false).isEmpty)
        #expect(state.received(Self.headers, endsStream: false).isEmpty)
        #expect(Self.feed(&state, [0, 0, 0, 0, 2, 8, 9]).isEmpty)
        let response = try? Self.outcome(state.received(Self.okay, endsStream: true))?.get()
        #expect(response.map { Array($0.message) } == [8, 9])
        #expect(response?.initialMetadata.text("x") == "1")
        #expect(response?.trailingMetadata.binary("y-bin") == Array("f".utf8))
        // Servers that repeat their final frames.
        #expect(state.received(Self.okay, endsStream: true).isEmpty)
        #expect(state.closed(.noError, isPastDeadline: false).isEmpty)
        #expect(state.connectionLost("x").isEmpty)
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
        var state = ClientCallState(messageLimit: 10)
        guard case .failure(let status)? = Self.outcome(state.received(HeaderBlock(fields), endsStream: true)) else {
            Issue.record("not failed")
            return
        }
        #expect(status.code.rawValue == code)
    }

    @Test(
        arguments: [
            (HTTP2ErrorCode.cancel, false, 1), (.cancel, true, 4), (.enhanceYourCalm, false, 8), (.inadequateSecurity, false, 7),
            (.protocolError, false, 13), (.internalError, false, 13), (.flowControlError, false, 13), (.noError, false, 2),
            (.refusedStream, false, 14), (HTTP2ErrorCode(rawValue: 4_000), false, 13),
        ] as [(HTTP2ErrorCode, Bool, Int)]
    )
    func closed_whileAnswering_yieldsStatus(_ code: HTTP2ErrorCode, _ isPast: Bool, _ expected: Int) {
        var state = ClientCallState(messageLimit: 10)
        _ = state.received(Self.headers, endsStream: false)
        guard case .failure(let status)? = Self.outcome(state.closed(code, isPastDeadline: isPast)) else {
            Issue.record("not failed")
            return
        }
        #expect(status.code.rawValue == expected)
    }

    @Test func closed_whenRefusedBeforeHeaders_isRetriedAFewTimes() {
        var state = ClientCallState(messageLimit: 10)
        for _ in 0..<ClientCallState.retryLimit { #expect(Self.retries(state.closed(.refusedStream, isPastDeadline: false))) }
        guard case .failure(let status)? = Self.outcome(state.closed(.refusedStream, isPastDeadline: false)) else {
            Issue.record("retried for ever")
            return
        }
        #expect(status.code == .unavailable)
    }

    @Test func connectionLost_isUnavailableAndNotRetried() {
        var state = ClientCallState(messageLimit: 10)
        guard case .failure(let status)? = Self.outcome(state.connectionLost("gone")) else {
            Issue.record("not failed")
            return
        }
        #expect(status.code == .unavailable)
    }

    @Test(
        arguments: [
            ([0, 0, 0, 0, 11], 8), ([0, 255, 255, 255, 255], 8), ([1, 0, 0, 0, 0], 13), ([0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 12),
        ] as [([UInt8], Int)]
    )
    func message_whenBroken_resetsAndFails(_ bytes: [UInt8], _ code: Int) {
        var state = ClientCallState(messageLimit: 10)
        _ = state.received(Self.headers, endsStream: false)
        let actions = Self.feed(&state, bytes)
        guard case .failure(let status)? = Self.outcome(actions) else {
            Issue.record("not failed")
            return
        }
        #expect(status.code.rawValue == code)
        #expect(Self.resets(actions))
    }

    @Test func deadlineAndCancellation_resetTheStream() {
        var late = ClientCallState(messageLimit: 10)
        let passed = late.deadlinePassed()
        #expect(Self.resets(passed))
        guard case .failure(let status)? = Self.outcome(passed) else {
            Issue.record("not failed")
            return
        }
        #expect(status.code == .deadlineExceeded)
        var unwanted = ClientCallState(messageLimit: 10)
        let cancelled = unwanted.cancelled()
        #expect(Self.resets(cancelled))
        #expect(unwanted.deadlinePassed().isEmpty)
    }

    @Test func anyInputs_whenInAnyOrder_finishAtMostOnce() {
        var random = SeededRandom(seed: 29)
        var wrongCount = 0
        var finishedCount = 0
        let blocks = [Self.headers, Self.okay, HeaderBlock([HTTPField(":status", "500")]), HeaderBlock()]
        for _ in 0..<20_000 {
            var state = ClientCallState(messageLimit: 10)
            var actions: [ClientCallState.Action] = []
            for _ in 0..<10 {
                switch Int.random(in: 0..<7, using: &random) {
                case 0, 1:
                    let ends = Bool.random(using: &random)
                    actions += state.received(blocks[Int.random(in: 0..<4, using: &random)], endsStream: ends)
                case 2, 3: actions += Self.feed(&state, [UInt8](repeating: 0, count: Int.random(in: 0...7, using: &random)))
                case 4: actions += state.responseEnded()
                case 5:
                    actions += state.closed(
                        HTTP2ErrorCode(rawValue: UInt32.random(in: 0...14, using: &random)),
                        isPastDeadline: false
                    )
                default: actions += Int.random(in: 0..<20, using: &random) == 0 ? state.deadlinePassed() : state.notSent()
                }
            }
            let finishes = actions.count { if case .finish = $0 { true } else { false } }
            if finishes != (state.isFinished ? 1 : 0) { wrongCount += 1 }
            finishedCount += finishes
        }
        #expect(wrongCount == 0)
        #expect(finishedCount > 1_000)
    }
}
