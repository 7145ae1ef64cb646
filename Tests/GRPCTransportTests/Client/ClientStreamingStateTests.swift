import GRPCTransport
import HTTP2Transport
import Testing

/// Streaming calls: every stage against every event.
@Suite struct ClientStreamingStateTests {
    enum Stage: CaseIterable, Sendable { case open, answering, messageWaits, finished, failed }

    static let headers = HeaderBlock([HTTPField(":status", "200"), HTTPField("content-type", "application/grpc")])
    static let okay = HeaderBlock([HTTPField("grpc-status", "0"), HTTPField("t", "1")])

    static func state(_ stage: Stage) -> ClientCallState {
        var state = ClientCallState(kind: .streaming, messageLimit: 10)
        guard stage != .open else { return state }
        _ = state.received(headers, endsStream: false)
        switch stage {
        case .open, .answering: break
        case .messageWaits: _ = state.feed([0, 0, 0, 0, 1, 9])
        case .finished: _ = state.received(okay, endsStream: true)
        case .failed: _ = state.connectionLost("gone")
        }
        return state
    }

    static func isOver(_ stage: Stage) -> Bool { stage == .finished || stage == .failed }

    @Test(arguments: Stage.allCases) func messageComes(_ stage: Stage) {
        var state = Self.state(stage)
        let reaction = state.feed([0, 0, 0, 0, 1, 7])
        switch stage {
        case .open, .finished, .failed:
            // Before the headers, or after the end: of no interest.
            #expect(reaction.credit == 6)
            #expect(!reaction.wakesReader)
        case .answering, .messageWaits:
            #expect(reaction.credit == 0)
            #expect(reaction.wakesReader)
            guard case .message(let message) = state.read().0 else {
                Issue.record("no message")
                return
            }
            #expect(message.bytes == (stage == .answering ? [7] : [9]))
        }
    }

    @Test(arguments: Stage.allCases) func oversizeMessageComes(_ stage: Stage) {
        var state = Self.state(stage)
        let reaction = state.feed([0, 0, 0, 0, 11])
        switch stage {
        case .open, .finished, .failed: #expect(!reaction.finishes)
        case .answering:
            #expect(reaction.finishes && reaction.reset == .cancel)
            #expect(state.status?.code == .resourceExhausted)
        case .messageWaits:
            // The good message is read first, the bad one then.
            #expect(!reaction.finishes)
            guard case .message = state.read().0 else {
                Issue.record("no message")
                return
            }
            let (read, next) = state.read()
            guard case .failed(let status) = read else {
                Issue.record("not failed: \(read)")
                return
            }
            #expect(status.code == .resourceExhausted)
            #expect(next.finishes && next.reset == .cancel)
            #expect(state.status?.code == .resourceExhausted)
        }
    }

    @Test(arguments: Stage.allCases) func trailersCome(_ stage: Stage) {
        var state = Self.state(stage)
        let reaction = state.received(Self.okay, endsStream: true)
        #expect(reaction.finishes == !Self.isOver(stage))
        guard !Self.isOver(stage) else { return }
        #expect(reaction.reset == nil && reaction.wakesReader)
        // Trailers without headers are no gRPC answer, but for the status in them.
        #expect(state.status?.code == .ok)
        #expect(state.trailingMetadata.text("t") == "1")
        if stage == .messageWaits {
            guard case .message = state.read().0 else {
                Issue.record("the message was lost")
                return
            }
        }
        guard case .end = state.read().0 else {
            Issue.record("no end")
            return
        }
    }

    @Test func trailersCome_insideAMessage_isInternal() {
        var state = Self.state(.answering)
        _ = state.feed([0, 0, 0, 0, 5, 1])
        let reaction = state.received(Self.okay, endsStream: true)
        #expect(reaction.finishes)
        #expect(state.status?.code == .internalError)
        guard case .failed(let status) = state.read().0 else {
            Issue.record("half a message passed for the end")
            return
        }
        #expect(status.code == .internalError)
    }

    @Test func trailersCome_insideAMessageBehindAnotherOne_isInternalAfterTheFirst() {
        var state = Self.state(.messageWaits)
        _ = state.feed([0, 0, 0])
        _ = state.received(Self.okay, endsStream: true)
        guard case .message = state.read().0 else {
            Issue.record("no message")
            return
        }
        guard case .failed(let status) = state.read().0 else {
            Issue.record("half a message passed for the end")
            return
        }
        #expect(status.code == .internalError)
    }

    @Test(arguments: Stage.allCases) func failingTrailersCome(_ stage: Stage) {
        var state = Self.state(stage)
        let failing = HeaderBlock([HTTPField("grpc-status", "10"), HTTPField("grpc-message", "why")])
        let reaction = state.received(failing, endsStream: true)
        #expect(reaction.finishes == !Self.isOver(stage))
        guard !Self.isOver(stage) else { return }
        if stage == .messageWaits {
            guard case .message = state.read().0 else {
                Issue.record("the message was lost")
                return
            }
        }
        guard case .failed(let status) = state.read().0 else {
            Issue.record("not failed")
            return
        }
        #expect(status == GRPCStatus(.aborted, "why"))
    }

    @Test(arguments: Stage.allCases) func streamIsReset(_ stage: Stage) {
        for (code, expected) in [(HTTP2ErrorCode.cancel, GRPCStatusCode.cancelled), (.noError, nil), (.refusedStream, nil)]
            as [(HTTP2ErrorCode, GRPCStatusCode?)]
        {
            var state = Self.state(stage)
            let reaction = state.closed(code, isPastDeadline: false, mayRetry: false)
            #expect(reaction.finishes == !Self.isOver(stage))
            #expect(!reaction.retries)
            #expect(state.isFinished)
            if !Self.isOver(stage), let expected { #expect(state.status?.code == expected) }
        }
    }

    @Test func streamIsRefused_whenNothingWasSent_isRetriedOnlyBeforeHeaders() {
        var state = Self.state(.open)
        #expect(state.closed(.refusedStream, isPastDeadline: false, mayRetry: true).retries)
        var later = Self.state(.answering)
        #expect(later.closed(.refusedStream, isPastDeadline: false, mayRetry: true).finishes)
        #expect(later.status?.code == .unavailable)
    }

    @Test(arguments: Stage.allCases) func callIsCancelled_dropsWhatWaits(_ stage: Stage) {
        var state = Self.state(stage)
        let reaction = state.cancelled()
        guard !Self.isOver(stage) else {
            #expect(reaction.isNothing)
            return
        }
        #expect(reaction.finishes && reaction.reset == .cancel && reaction.wakesReader)
        #expect(reaction.credit == (stage == .messageWaits ? 6 : 0))
        guard case .failed(let status) = state.read().0 else {
            Issue.record("not failed")
            return
        }
        #expect(status.code == .cancelled)
    }

    @Test(arguments: Stage.allCases) func nothingCame_readSaysSo(_ stage: Stage) {
        var state = Self.state(stage)
        switch (state.read().0, stage) {
        case (.nothing, .open), (.nothing, .answering), (.message, .messageWaits), (.end, .finished), (.failed, .failed): break
        case (let read, _): Issue.record("\(read) in \(stage)")
        }
    }

    @Test func compressedMessage_isTakenWhereTheHeadersSaidSo() {
        var plain = Self.state(.answering)
        #expect(plain.feed([1, 0, 0, 0, 1, 9]).finishes)
        #expect(plain.status?.code == .internalError)
        var state = ClientCallState(kind: .streaming, messageLimit: 10)
        let headers = [
            HTTPField(":status", "200"), HTTPField("content-type", "application/grpc"), HTTPField("grpc-encoding", "gzip"),
        ]
        _ = state.received(HeaderBlock(headers), endsStream: false)
        _ = state.feed([1, 0, 0, 0, 1, 9])
        guard case .message(let message) = state.read().0 else {
            Issue.record("no message")
            return
        }
        #expect(message == InboundMessage(bytes: [9], isCompressed: true))
    }
}
