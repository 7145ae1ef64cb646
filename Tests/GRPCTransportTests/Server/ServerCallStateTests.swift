import GRPCTransport
import HTTP2Transport
import TestSupport
import Testing

@Suite struct ServerCallStateTests {
    static let now = ContinuousClock.now

    /// A good request's headers, with some replaced (or, with `nil`, left out) and some added.
    static func headers(_ changes: [String: String?] = [:], adding: [HTTPField] = []) -> HeaderBlock {
        let good = [
            (":method", "POST"), (":scheme", "http"), (":path", "/test.Echo/Echo"), (":authority", "localhost"),
            ("content-type", "application/grpc"), ("te", "trailers"),
        ]
        var fields: [HTTPField] = []
        for (name, value) in good {
            guard let change = changes[name] else {
                fields.append(HTTPField(name, value))
                continue
            }
            if let change { fields.append(HTTPField(name, change)) }
        }
        return HeaderBlock(fields + adding)
    }

    static func state(receiving block: HeaderBlock? = headers()) -> (ServerCallState, [ServerCallState.Action]) {
        var state = ServerCallState(requestLimit: 1_000, responseLimit: 1_000, receiveTimeout: .seconds(30))
        let actions = block.map { state.received($0, endsStream: false, now: now) { $0 == "/test.Echo/Echo" } } ?? []
        return (state, actions)
    }

    static func running() -> ServerCallState {
        var (state, _) = state()
        _ = feed(&state, [0, 0, 0, 0, 1, 42])
        _ = state.requestEnded()
        return state
    }

    static func feed(_ state: inout ServerCallState, _ bytes: [UInt8]) -> [ServerCallState.Action] {
        bytes.withUnsafeBytes { state.received($0) }
    }

    /// `:status`, `grpc-status` and whether the rest of the request is waved off.
    static func answer(_ actions: [ServerCallState.Action]) -> (http: String?, grpc: String?, wavedOff: Bool, fields: [HTTPField])
    {
        var fields: [HTTPField] = []
        var wavedOff = false
        for action in actions {
            switch action {
            case .respond(let head, let body): fields = head + (body?.trailers ?? [])
            case .waveOffRequest: wavedOff = true
            default: break
            }
        }
        let block = HeaderBlock(fields)
        return (block.first(":status"), block.first("grpc-status"), wavedOff, fields)
    }

    @Test(
        arguments: [
            ([":method": "GET"], [], "405", "13"),
            (["content-type": nil], [], "415", "13"),
            (["content-type": "application/grpc-web"], [], "415", "13"),
            (["content-type": "application/grpcx"], [], "415", "13"),
            (["content-type": "text/plain"], [], "415", "13"),
            ([:], [HTTPField("host", "localhost")], "400", "13"),
            ([:], [HTTPField("grpc-timeout", "1x")], "400", "13"),
            ([:], [HTTPField("grpc-timeout", "123456789S")], "400", "13"),
            ([:], [HTTPField("grpc-timeout", "1S"), HTTPField("grpc-timeout", "2S")], "400", "13"),
            ([:], [HTTPField("x-bin", "*")], "400", "13"),
            ([":path": "/test.Echo/echo"], [], "200", "12"),
            ([":path": "/"], [], "200", "12"),
            ([:], [HTTPField("grpc-encoding", "gzip")], "200", "12"),
            ([:], [HTTPField("grpc-timeout", "0S")], "200", "4"),
        ] as [([String: String?], [HTTPField], String, String)]
    )
    func headers_whenNotAcceptable_areAnsweredAtOnce(
        _ changes: [String: String?],
        _ adding: [HTTPField],
        _ http: String,
        _ grpc: String
    ) {
        let (state, actions) = Self.state(receiving: Self.headers(changes, adding: adding))
        let answer = Self.answer(actions)
        #expect(answer.http == http)
        #expect(answer.grpc == grpc)
        #expect(answer.wavedOff)
        #expect(state.isAnswered)
        if adding.first?.name == "grpc-encoding" {
            #expect(answer.fields.contains(HTTPField("grpc-accept-encoding", "identity")))
        }
    }

    @Test(
        arguments: [
            ["content-type": "application/grpc+proto"], ["content-type": "application/grpc;charset=utf-8"],
            ["content-type": "Application/GRPC"], ["te": nil], [":authority": nil],
        ] as [[String: String?]]
    )
    func headers_whenUnusualButAllowed_areTaken(_ changes: [String: String?]) {
        let (state, actions) = Self.state(receiving: Self.headers(changes))
        #expect(!state.isAnswered)
        #expect(actions.count == 1)
    }

    @Test func timeout_isArmedFromArrivalAndNeverPastTheReceiveTimeout() {
        for (text, expected) in [("5S", Duration.seconds(5)), ("99999999H", .seconds(30)), (nil, .seconds(30))]
            as [(String?, Duration)]
        {
            let adding = text.map { [HTTPField("grpc-timeout", $0)] } ?? []
            guard case .arm(let instant)? = Self.state(receiving: Self.headers(adding: adding)).1.first else {
                Issue.record("nothing armed")
                return
            }
            #expect(instant == Self.now.advanced(by: expected))
        }
    }

    @Test func requestEnded_whenOneMessageCame_runsHandler() {
        var (state, _) = Self.state()
        #expect(Self.feed(&state, [0, 0, 0]).isEmpty)
        #expect(Self.feed(&state, [0, 2, 1, 2]).isEmpty)
        #expect(state.bufferedByteCount == 2)
        guard case .run(let head, let message, let deadline)? = state.requestEnded().first else {
            Issue.record("the handler does not run")
            return
        }
        #expect(head.path == "/test.Echo/Echo")
        #expect(Array(message) == [1, 2])
        #expect(deadline == nil)
        #expect(state.bufferedByteCount == 0)
        #expect(state.requestEnded().isEmpty)
    }

    @Test(
        arguments: [
            ([], "12"), ([0, 0, 0], "13"), ([0, 0, 0, 0, 5, 1], "13"), ([0, 0, 0, 0, 0, 0, 0, 0, 0, 0], "12"),
            ([1, 0, 0, 0, 0], "13"),
            ([7, 0, 0, 0, 0], "13"), ([0, 255, 255, 255, 255], "8"), ([0, 0, 0, 3, 233], "8"),
        ] as [([UInt8], String)]
    )
    func request_whenBroken_isAnsweredWithItsStatus(_ bytes: [UInt8], _ status: String) {
        var (state, _) = Self.state()
        let actions = Self.feed(&state, bytes) + state.requestEnded()
        #expect(Self.answer(actions).grpc == status)
        #expect(state.isAnswered)
        #expect(Self.feed(&state, [0, 0, 0, 0, 0]).isEmpty)
    }

    @Test func handlerReturned_whenItSucceeds_sendsHeadersMessageTrailers() {
        var state = Self.running()
        let actions = state.handlerReturned(.success(GRPCMessage(segments: [[1, 2], [3]])))
        guard case .respond(let fields, let body?)? = actions.first else {
            Issue.record("no response")
            return
        }
        var sent: [UInt8] = []
        var copy = body
        copy.take(100) { sent += $0 }
        #expect(fields == [HTTPField(":status", "200"), HTTPField("content-type", "application/grpc")])
        #expect(sent == [0, 0, 0, 0, 3, 1, 2, 3])
        #expect(body.trailers == [HTTPField("grpc-status", "0")])
        #expect(!Self.answer(actions).wavedOff)
        #expect(state.handlerReturned(.success(GRPCMessage([]))).isEmpty)
    }

    @Test func handlerReturned_whenItFails_isTrailersOnly() {
        var state = Self.running()
        var trailing = GRPCMetadata()
        trailing.add("x", "1")
        let answer = Self.answer(state.handlerReturned(.failure(GRPCStatus(.notFound, "ä")), trailing: trailing))
        #expect(answer.fields.map(\.name) == [":status", "content-type", "grpc-status", "grpc-message", "x"])
        #expect(answer.grpc == "5")
        #expect(answer.fields.contains(HTTPField("grpc-message", "%C3%A4")))
    }

    @Test func handlerReturned_whenResponseIsOverLimit_isResourceExhausted() {
        var state = Self.running()
        #expect(Self.answer(state.handlerReturned(.success(GRPCMessage([UInt8](repeating: 0, count: 1_001))))).grpc == "8")
        var other = Self.running()
        #expect(Self.answer(other.handlerReturned(.failure(GRPCStatus(.ok, "")))).grpc == "13")
    }

    @Test func timedOut_whenRunning_cancelsAndAnswersOnce() {
        var state = Self.running()
        let actions = state.timedOut()
        guard case .cancelHandler? = actions.first else {
            Issue.record("the handler goes on")
            return
        }
        #expect(Self.answer(actions).grpc == "4")
        #expect(state.handlerReturned(.success(GRPCMessage([]))).isEmpty)
        #expect(state.timedOut().isEmpty)
    }

    @Test func timedOut_whenReceiving_wavesTheRestOff() {
        var (state, _) = Self.state()
        let answer = Self.answer(state.timedOut())
        #expect(answer.grpc == "4")
        #expect(answer.wavedOff)
    }

    @Test func ended_whenInsideAMessage_letsGoOfItsBytes() {
        for end in 0..<3 {
            var (state, _) = Self.state()
            _ = Self.feed(&state, [0, 0, 0, 0, 100, 1, 2, 3])
            #expect(state.bufferedByteCount == 3)
            switch end {
            case 0: _ = state.closed()
            case 1: _ = state.timedOut()
            default: _ = state.refuse(GRPCStatus(.resourceExhausted, ""))
            }
            #expect(state.bufferedByteCount == 0)
        }
    }

    @Test func closed_whenRunning_cancelsHandlerAndSaysNothing() {
        var state = Self.running()
        let actions = state.closed()
        #expect(actions.count == 1)
        guard case .cancelHandler? = actions.first else {
            Issue.record("the handler goes on")
            return
        }
        #expect(state.handlerReturned(.success(GRPCMessage([]))).isEmpty)
        #expect(state.refuse(GRPCStatus(.unavailable, "")).isEmpty)
    }

    static func responses(_ actions: ArraySlice<ServerCallState.Action>) -> Int {
        actions.count { if case .respond = $0 { true } else { false } }
    }

    /// Any order of any inputs: at most one response, and none after the stream is gone.
    @Test func anyInputs_whenInAnyOrder_answerAtMostOnce() {
        var random = SeededRandom(seed: 23)
        var wrongCount = 0
        var answeredCount = 0
        for _ in 0..<20_000 {
            var (state, actions) = Self.state(receiving: nil)
            var isClosed = false
            for _ in 0..<12 {
                let before = actions.count
                switch Int.random(in: 0..<8, using: &random) {
                case 0, 1:
                    let ends = Bool.random(using: &random)
                    actions += state.received(Self.headers(), endsStream: ends, now: Self.now) { _ in true }
                case 2, 3:
                    let bytes = [UInt8](repeating: 0, count: Int.random(in: 0...7, using: &random))
                    actions += Self.feed(&state, bytes)
                case 4: actions += state.requestEnded()
                case 5: actions += state.handlerReturned(.success(GRPCMessage([1])))
                case 6: actions += state.timedOut()
                default:
                    actions += state.closed()
                    isClosed = true
                }
                if isClosed, Self.responses(actions[before...]) > 0 { wrongCount += 1 }
            }
            let runs = actions.count { if case .run = $0 { true } else { false } }
            if Self.responses(actions[...]) > 1 || runs > 1 { wrongCount += 1 }
            answeredCount += Self.responses(actions[...])
        }
        #expect(wrongCount == 0)
        #expect(answeredCount > 1_000)
    }
}
