import GRPCTransport
import HTTP2Transport
import Testing

/// Streaming calls: every stage against every event.
@Suite struct ServerStreamingStateTests {
    enum Stage: CaseIterable, Sendable {
        case begun, requestEnded, headersSent, headersSentAndRequestEnded, answered, closed
    }

    static func state(_ stage: Stage) throws -> ServerCallState {
        var state = ServerCallState(limits: ServerCallState.Limits(request: 100, response: 100))
        let begun = state.began(.streaming, encoding: .identity, endsStream: stage == .requestEnded)
        guard case .streaming? = begun.start else { throw GRPCStatus(.internalError, "not started") }
        switch stage {
        case .begun, .requestEnded: break
        case .headersSent: _ = try state.sent(nil)
        case .headersSentAndRequestEnded:
            _ = try state.sent(nil)
            _ = state.requestEnded()
        case .answered: _ = state.ended(nil)
        case .closed: _ = state.closed()
        }
        return state
    }

    static func isOpen(_ stage: Stage) -> Bool { stage != .answered && stage != .closed }
    static func hasHeaders(_ stage: Stage) -> Bool { stage == .headersSent || stage == .headersSentAndRequestEnded }
    static func hasEnded(_ stage: Stage) -> Bool { stage == .requestEnded || stage == .headersSentAndRequestEnded }

    @Test(arguments: Stage.allCases) func messageComes(_ stage: Stage) throws {
        guard !Self.hasEnded(stage) else { return }
        var state = try Self.state(stage)
        let reaction = state.feed([0, 0, 0, 0, 2, 1, 2])
        #expect(reaction.wakesReader == Self.isOpen(stage))
        // Unread: its credit is withheld; of no interest any more: given back.
        #expect(reaction.credit == (Self.isOpen(stage) ? 0 : 7))
        let (read, reading) = state.read()
        guard Self.isOpen(stage) else {
            guard case .failed(let status) = read else {
                Issue.record("not failed: \(read)")
                return
            }
            #expect(status.code == .cancelled)
            return
        }
        guard case .message(let message) = read else {
            Issue.record("no message: \(read)")
            return
        }
        #expect(message.bytes == [1, 2])
        #expect(reading.credit == 7)
        #expect(state.bufferedByteCount == 0)
    }

    @Test(arguments: Stage.allCases) func oversizeMessageComes(_ stage: Stage) throws {
        guard !Self.hasEnded(stage) else { return }
        var state = try Self.state(stage)
        let reaction = state.feed([0, 0, 0, 0, 101])
        #expect(reaction.credit >= 5)
        guard Self.isOpen(stage) else { return }
        #expect(reaction.answer?.grpc == "8")
        #expect(reaction.answer?.http == (Self.hasHeaders(stage) ? nil : "200"))
        #expect(reaction.cancelsHandler)
        #expect(reaction.wakesReader)
        #expect(reaction.wavesOffRequest)
        #expect(state.isAnswered)
    }

    @Test(arguments: Stage.allCases) func requestEnds(_ stage: Stage) throws {
        var state = try Self.state(stage)
        let reaction = state.requestEnded()
        #expect(reaction.wakesReader == Self.isOpen(stage))
        guard Self.isOpen(stage) else { return }
        guard case .end = state.read().0 else {
            Issue.record("no end")
            return
        }
        guard case .end = state.read().0 else {
            Issue.record("the end comes once")
            return
        }
    }

    @Test(arguments: Stage.allCases) func requestEndsInsideAMessage(_ stage: Stage) throws {
        guard !Self.hasEnded(stage), Self.isOpen(stage) else { return }
        var state = try Self.state(stage)
        _ = state.feed([0, 0, 0, 0, 9, 1])
        _ = state.requestEnded()
        let (read, reaction) = state.read()
        guard case .failed(let status) = read else {
            Issue.record("not failed: \(read)")
            return
        }
        #expect(status.code == .internalError)
        #expect(reaction.answer?.grpc == "13")
        #expect(!reaction.wavesOffRequest)
    }

    @Test(arguments: Stage.allCases) func handlerReads_whenNothingHasCome(_ stage: Stage) throws {
        var state = try Self.state(stage)
        let (read, reaction) = state.read()
        #expect(reaction.isNothing)
        switch (read, stage) {
        case (.nothing, .begun), (.nothing, .headersSent), (.end, .requestEnded), (.end, .headersSentAndRequestEnded),
            (.failed, .answered), (.failed, .closed):
            break
        default: Issue.record("\(read) in \(stage)")
        }
    }

    @Test(arguments: Stage.allCases) func handlerSends(_ stage: Stage) throws {
        var state = try Self.state(stage)
        guard Self.isOpen(stage) else {
            let status = #expect(throws: GRPCStatus.self) { try state.sent(GRPCMessage([1])) }
            #expect(status?.code == .cancelled)
            return
        }
        for number in 0..<2 {
            switch try state.sent(GRPCMessage([5])).output {
            case .respond(let fields, let body?):
                #expect(number == 0 && !Self.hasHeaders(stage))
                #expect(fields.fields.first == HTTPField(":status", "200"))
                #expect(body.bytes == [0, 0, 0, 0, 1, 5])
                #expect(!body.isFinished)
            case .append(let pieces):
                #expect(number == 1 || Self.hasHeaders(stage))
                #expect(OutboundBody(pieces).bytes == [0, 0, 0, 0, 1, 5])
            default: Issue.record("nothing was sent")
            }
        }
        // Headers are sent once.
        #expect(try state.sent(nil).output == nil)
        let status = #expect(throws: GRPCStatus.self) { try state.sent(GRPCMessage([UInt8](repeating: 0, count: 101))) }
        #expect(status?.code == .resourceExhausted)
        #expect(!state.isAnswered)
    }

    @Test(arguments: Stage.allCases) func handlerEnds(_ stage: Stage) throws {
        for failure in [nil, GRPCStatus(.aborted, "why"), GRPCStatus(.ok, "no failure")] {
            var state = try Self.state(stage)
            var initial = GRPCMetadata()
            initial.add("i", "1")
            var trailing = GRPCMetadata()
            trailing.add("t", "1")
            let reaction = state.ended(failure, initial: initial, trailing: trailing)
            guard Self.isOpen(stage) else {
                #expect(reaction.isNothing)
                continue
            }
            #expect(reaction.answer?.grpc == (failure == nil ? "0" : failure?.code == .ok ? "13" : "10"))
            #expect(reaction.answer?.http == (Self.hasHeaders(stage) ? nil : "200"))
            #expect(reaction.answer?.fields.contains(HTTPField("t", "1")) == true)
            #expect(reaction.answer?.fields.contains(HTTPField("i", "1")) == !Self.hasHeaders(stage))
            #expect(reaction.wavesOffRequest == !Self.hasEnded(stage))
            #expect(!reaction.cancelsHandler)
            #expect(state.isAnswered)
        }
    }

    @Test(arguments: Stage.allCases) func deadlinePasses(_ stage: Stage) throws {
        var state = try Self.state(stage)
        let reaction = state.timedOut()
        guard Self.isOpen(stage) else {
            #expect(reaction.isNothing)
            return
        }
        #expect(reaction.cancelsHandler)
        #expect(reaction.wakesReader)
        if Self.hasHeaders(stage) {
            #expect(reaction.resetCode == .cancel)
        } else {
            #expect(reaction.answer?.grpc == "4")
            #expect(reaction.wavesOffRequest == !Self.hasEnded(stage))
        }
    }

    @Test(arguments: Stage.allCases) func callIsRefused(_ stage: Stage) throws {
        var state = try Self.state(stage)
        let reaction = state.refuse(GRPCStatus(.resourceExhausted, "quota"))
        guard Self.isOpen(stage) else {
            #expect(reaction.isNothing)
            return
        }
        #expect(reaction.answer?.grpc == "8")
        #expect(reaction.cancelsHandler)
        #expect(reaction.wakesReader)
    }

    @Test(arguments: Stage.allCases) func streamCloses(_ stage: Stage) throws {
        var state = try Self.state(stage)
        let reaction = state.closed()
        #expect(reaction.cancelsHandler == Self.isOpen(stage))
        #expect(reaction.output == nil)
        #expect(reaction.wakesReader)
        #expect(state.isAnswered)
    }

    @Test func answered_givesTheCreditOfWhatNobodyReadBack() throws {
        var state = try Self.state(.begun)
        let sent = state.feed([0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 3, 1])
        #expect(sent.credit == 0)
        #expect(state.bufferedByteCount > 0)
        #expect(state.ended(nil).credit == 12)
        #expect(state.bufferedByteCount == 0)
    }
}
