internal import HTTP2Transport
internal import Reactor

/// Performs what a call's state machine decides: the stream, the timer, the answer to the waiting task.
//
// `@unchecked Sendable`: confined to its slot's loop from `start` on.
final class ClientCall: @unchecked Sendable {
    typealias Outcome = Result<GRPCUnaryResponse, GRPCStatus>

    private let path: String
    private let authority: String
    private let metadata: GRPCMetadata
    private let deadline: ContinuousClock.Instant?
    private let segments: [ArraySlice<UInt8>]
    private unowned let slot: ChannelSlot
    private var state: ClientCallState
    private var completion: ((Outcome) -> Void)?
    private var timer: EventLoop.Timer?
    /// Where the call is under way.
    private var sent: (connection: ClientConnection, stream: Int32)?

    init(
        path: String,
        authority: String,
        metadata: GRPCMetadata,
        deadline: ContinuousClock.Instant?,
        segments: [ArraySlice<UInt8>],
        messageLimit: Int,
        slot: ChannelSlot
    ) {
        self.path = path
        self.authority = authority
        self.metadata = metadata
        self.deadline = deadline
        self.segments = segments
        self.slot = slot
        state = ClientCallState(messageLimit: messageLimit)
    }

    var isFinished: Bool { state.isFinished }

    // MARK: Loop only

    /// `completion` is called once.
    func start(_ completion: @escaping (Outcome) -> Void) {
        self.completion = completion
        // Cancelled before it began.
        if state.isFinished { return finish(.failure(GRPCStatus(.cancelled, "the caller cancelled the call"))) }
        if let deadline {
            timer = slot.loop.schedule(at: deadline) { [weak self] in
                guard let self else { return }
                perform(state.deadlinePassed())
            }
        }
        slot.submit(self)
    }

    func cancel() { perform(state.cancelled()) }

    func refuse(_ status: GRPCStatus) { perform(state.refused(status)) }

    /// Opens the stream; false where the connection takes no more.
    func send(on connection: ClientConnection) -> Bool {
        guard let stream = connection.open(self, fields(), body: OutboundBody(segments: segments)) else { return false }
        sent = (connection, stream)
        return true
    }

    /// The slot has no connection for it after all.
    func notSent() { perform(state.notSent()) }

    func received(_ block: HeaderBlock, endsStream: Bool) { perform(state.received(block, endsStream: endsStream)) }

    func received(_ data: UnsafeRawBufferPointer) { perform(state.received(data)) }

    func responseEnded() { perform(state.responseEnded()) }

    func closed(_ code: HTTP2ErrorCode) {
        sent = nil
        let isPastDeadline = deadline.map { ContinuousClock.now >= $0 } ?? false
        perform(state.closed(code, isPastDeadline: isPastDeadline))
    }

    func connectionLost(_ reason: String) {
        sent = nil
        perform(state.connectionLost(reason))
    }

    private func perform(_ actions: [ClientCallState.Action]) {
        for action in actions {
            switch action {
            case .reset(let code):
                if let sent { sent.connection.reset(sent.stream, code) }
            case .retry:
                sent = nil
                slot.submit(self)
            case .finish(let outcome): finish(outcome)
            }
        }
    }

    private func finish(_ outcome: Outcome) {
        guard let completion else { return }
        self.completion = nil
        if let timer { slot.loop.cancel(timer) }
        timer = nil
        if let sent {
            sent.connection.abandonIfUnsent(sent.stream)
        } else {
            slot.forget(self)
        }
        completion(outcome)
    }

    private func fields() -> [HTTPField] {
        var fields = [
            HTTPField(":method", "POST"), HTTPField(":scheme", "http"), HTTPField(":path", path),
            HTTPField(":authority", authority),
            HTTPField("te", "trailers"), HTTPField("content-type", "application/grpc"),
            HTTPField("user-agent", "grpc-swift-holster/1"),
        ]
        if let deadline {
            fields.append(HTTPField("grpc-timeout", TimeoutCodec.encode(ContinuousClock.now.duration(to: deadline))))
        }
        MetadataCodec.append(metadata, to: &fields)
        return fields
    }
}
