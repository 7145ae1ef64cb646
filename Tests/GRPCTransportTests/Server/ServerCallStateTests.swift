import GRPCTransport
import HTTP2Transport
import TestSupport
import Testing

@Suite struct ServerCallStateTests {
    static func unary(encoding: GRPCCompression = .identity) -> ServerCallState {
        var state = ServerCallState(limits: ServerCallState.Limits(request: 1_000, response: 1_000))
        _ = state.began(.unary, encoding: encoding, endsStream: false)
        return state
    }

    static func running() -> ServerCallState {
        var state = unary()
        _ = state.feed([0, 0, 0, 0, 1, 42])
        _ = state.requestEnded()
        return state
    }

    @Test(arguments: [([":method": "GET"], "405", "13"), (["grpc-encoding": "zstd"], "200", "12")])
    func rejected_isAnsweredAtOnceAndWavesOffWhatIsStillToCome(_ change: [String: String], _ http: String, _ grpc: String) throws
    {
        let changes = change.filter { $0.key.hasPrefix(":") }.mapValues { Optional($0) }
        let adding = change.filter { !$0.key.hasPrefix(":") }.map { HTTPField($0.key, $0.value) }
        let rejection = try #require(RequestHeadTests.rejection(RequestHeadTests.headers(changes, adding: adding)))
        for endsStream in [false, true] {
            var state = ServerCallState(limits: ServerCallState.Limits(request: 1_000, response: 1_000))
            let reaction = state.rejected(rejection, endsStream: endsStream)
            #expect(reaction.answer?.http == http)
            #expect(reaction.answer?.grpc == grpc)
            #expect(reaction.wavesOffRequest == !endsStream)
            #expect(state.isAnswered)
            #expect(state.began(.unary, encoding: .identity, endsStream: true).isNothing)
            // What still comes is given back.
            #expect(state.feed([1, 2, 3]).credit == 3)
        }
    }

    @Test func requestEnded_whenOneMessageCame_runsHandler() {
        var state = Self.unary()
        #expect(state.feed([0, 0, 0]).credit == 3)
        #expect(state.feed([0, 2, 1, 2]).credit == 4)
        #expect(state.bufferedByteCount == 2)
        guard case .unary(let message)? = state.requestEnded().start else {
            Issue.record("the handler does not run")
            return
        }
        #expect(message == InboundMessage(bytes: [1, 2]))
        #expect(state.bufferedByteCount == 0)
        #expect(state.requestEnded().start == nil)
    }

    @Test(
        arguments: [
            ([], "12"), ([0, 0, 0], "13"), ([0, 0, 0, 0, 5, 1], "13"), ([0, 0, 0, 0, 0, 0, 0, 0, 0, 0], "12"),
            ([1, 0, 0, 0, 0], "13"),
            ([7, 0, 0, 0, 0], "13"), ([0, 255, 255, 255, 255], "8"), ([0, 0, 0, 3, 233], "8"),
        ] as [([UInt8], String)]
    )
    func request_whenBroken_isAnsweredWithItsStatus(_ bytes: [UInt8], _ status: String) {
        var state = Self.unary()
        let reactions = [state.feed(bytes), state.requestEnded()]
        #expect(reactions.compactMap { $0.answer?.grpc } == [status])
        #expect(state.isAnswered)
        let late = state.feed([0, 0, 0, 0, 0])
        #expect(late.output == nil && late.credit == 5)
    }

    @Test func requestEnded_whenMessageIsCompressedAsAgreed_runsHandler() {
        var state = Self.unary(encoding: .gzip)
        _ = state.feed([1, 0, 0, 0, 1, 9])
        guard case .unary(let message)? = state.requestEnded().start else {
            Issue.record("the handler does not run")
            return
        }
        #expect(message == InboundMessage(bytes: [9], isCompressed: true))
    }

    @Test func returned_whenItSucceeds_sendsHeadersMessageTrailers() {
        var state = Self.running()
        let reaction = state.returned(GRPCMessage(segments: [[1, 2], [3]]))
        guard case .respond(let fields, let body?)? = reaction.output else {
            Issue.record("no response")
            return
        }
        #expect(fields.fields == [HTTPField(":status", "200"), HTTPField("content-type", "application/grpc")])
        #expect(body.bytes == [0, 0, 0, 0, 3, 1, 2, 3])
        #expect(body.isFinished)
        #expect(body.trailers?.fields == [HTTPField("grpc-status", "0")])
        #expect(!reaction.wavesOffRequest)
        #expect(state.returned(GRPCMessage([])).isNothing)
    }

    @Test func returned_whenCompressed_saysSo() {
        var state = Self.running()
        guard case .respond(let fields, let body?)? = state.returned(GRPCMessage([7]), isCompressed: true).output else {
            Issue.record("no response")
            return
        }
        #expect(fields.fields.contains(HTTPField("grpc-encoding", "gzip")))
        #expect(body.bytes == [1, 0, 0, 0, 1, 7])
    }

    @Test func ended_whenItFails_isTrailersOnly() {
        var state = Self.running()
        var trailing = GRPCMetadata()
        trailing.add("x", "1")
        let answer = state.ended(GRPCStatus(.notFound, "ä"), trailing: trailing).answer
        #expect(answer?.fields.map(\.name) == [":status", "content-type", "grpc-status", "grpc-message", "x"])
        #expect(answer?.grpc == "5")
        #expect(answer?.fields.contains(HTTPField("grpc-message", "%C3%A4")) == true)
    }

    @Test func returned_whenResponseIsOverLimit_isResourceExhausted() {
        var state = Self.running()
        #expect(state.returned(GRPCMessage([UInt8](repeating: 0, count: 1_001))).answer?.grpc == "8")
        var other = Self.running()
        #expect(other.ended(GRPCStatus(.ok, "")).answer?.grpc == "13")
    }

    @Test func timedOut_whenRunning_cancelsAndAnswersOnce() {
        var state = Self.running()
        let reaction = state.timedOut()
        #expect(reaction.cancelsHandler)
        #expect(reaction.answer?.grpc == "4")
        #expect(state.returned(GRPCMessage([])).isNothing)
        #expect(state.timedOut().isNothing)
    }

    @Test func timedOut_whenReceiving_wavesTheRestOff() {
        var state = Self.unary()
        let reaction = state.timedOut()
        #expect(reaction.answer?.grpc == "4")
        #expect(reaction.wavesOffRequest)
    }

    @Test func ended_whenInsideAMessage_letsGoOfItsBytes() {
        for end in 0..<3 {
            var state = Self.unary()
            _ = state.feed([0, 0, 0, 0, 100, 1, 2, 3])
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
        let reaction = state.closed()
        #expect(reaction.cancelsHandler)
        #expect(reaction.output == nil)
        #expect(state.returned(GRPCMessage([])).isNothing)
        #expect(state.refuse(GRPCStatus(.unavailable, "")).isNothing)
    }

    /// Any order of any inputs, of either kind of call: at most one end of the response, and nothing after the stream is gone.
    @Test(arguments: [ServerCallState.Kind.unary, .streaming])
    func anyInputs_whenInAnyOrder_answerAtMostOnce(_ kind: ServerCallState.Kind) {
        var random = SeededRandom(seed: 23)
        var wrongCount = 0
        var answeredCount = 0
        for _ in 0..<10_000 {
            var state = ServerCallState(limits: ServerCallState.Limits(request: 1_000, response: 1_000))
            var tally = ReactionTally()
            var isClosed = false
            for _ in 0..<12 {
                let reaction: ServerCallState.Reaction
                switch Int.random(in: 0..<10, using: &random) {
                case 0, 1: reaction = state.began(kind, encoding: .identity, endsStream: Bool.random(using: &random))
                case 2, 3: reaction = state.feed([UInt8](repeating: 0, count: Int.random(in: 0...7, using: &random)))
                case 4: reaction = state.requestEnded()
                case 5: reaction = kind == .unary ? state.returned(GRPCMessage([1])) : state.ended(nil)
                case 6: reaction = Int.random(in: 0..<5, using: &random) == 0 ? state.timedOut() : .init()
                case 7: reaction = kind == .unary ? .init() : state.read().1
                case 8:
                    var sent: ServerCallState.Reaction?
                    if kind == .streaming { sent = try? state.sent(GRPCMessage([1])) }
                    reaction = sent ?? .init()
                default:
                    reaction = Int.random(in: 0..<5, using: &random) == 0 ? state.closed() : .init()
                    isClosed = isClosed || reaction.wakesReader
                    if reaction.output != nil { wrongCount += 1 }
                }
                if isClosed, reaction.output != nil { wrongCount += 1 }
                tally.add(reaction)
            }
            if !tally.isOrderly { wrongCount += 1 }
            if state.isAnswered, state.bufferedByteCount != 0 { wrongCount += 1 }
            answeredCount += tally.endCount
        }
        #expect(wrongCount == 0)
        #expect(answeredCount > 1_000)
    }
}
