internal import HTTP2Transport
internal import Reactor

/// Performs what a call's state machine decides: the stream, the timer, the answer to the waiting task.
//
// `@unchecked Sendable`: confined to its slot's loop from `start` on.
final class ClientCall: HTTP2StreamHandler, @unchecked Sendable {
    /// What does not change from one attempt to the next.
    struct Request: Sendable {
        let path: String
        let scheme: String
        let authority: String
        let metadata: GRPCMetadata
        let deadline: ContinuousClock.Instant?
        let compression: GRPCCompression
        let waitsForConnection: Bool
    }

    /// What a unary call that ended well brought; a streaming one brings its messages before.
    struct Answer: Sendable {
        let message: InboundMessage?
        let initialMetadata: GRPCMetadata
        let trailingMetadata: GRPCMetadata
    }

    /// A streaming caller waits while this much of what it sent has not left.
    static let sendAheadByteCount = 256 << 10

    let request: Request
    let slot: ChannelSlot
    private(set) var state: ClientCallState
    private var timer: EventLoop.Timer?
    /// The whole request where the call is unary; else what waits for a stream.
    private var outbox: [OutboundBody.Piece]
    private var isOutboxFinished: Bool
    /// Part of the request is with a stream and cannot be sent again.
    private var hasSentMessages = false
    /// Where the call is under way.
    private var sent: (connection: ClientConnection, stream: HTTP2Stream)?
    private var completion: ((Result<Answer, GRPCStatus>) -> Void)?
    var reader: CheckedContinuation<ClientCallState.Read, Never>?
    var headersReaders: [CheckedContinuation<Void, Never>] = []
    var writers: [CheckedContinuation<Result<Void, GRPCStatus>, Never>] = []

    init(kind: ClientCallState.Kind, request: Request, pieces: [OutboundBody.Piece], messageLimit: Int, slot: ChannelSlot) {
        self.request = request
        self.slot = slot
        outbox = pieces
        isOutboxFinished = kind == .unary
        state = ClientCallState(kind: kind, messageLimit: messageLimit)
    }

    var loop: EventLoop { slot.loop }

    var isFinished: Bool { state.isFinished }

    // MARK: Loop only

    /// `completion` is called once, when the call is over.
    func start(_ completion: @escaping (Result<Answer, GRPCStatus>) -> Void) {
        self.completion = completion
        // Cancelled before it began.
        if state.isFinished { return finish() }
        if let deadline = request.deadline {
            timer = loop.schedule(at: deadline) { [weak self] in
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
        let body = OutboundBody(outbox, isFinished: isOutboxFinished)
        guard let stream = connection.transport.openStream(headers(), body: body, handler: self) else { return false }
        if !isUnary, !outbox.isEmpty {
            outbox = []
            hasSentMessages = true
        }
        sent = (connection, stream)
        return true
    }

    /// The slot has no connection for it after all.
    func notSent() { perform(state.notSent()) }

    func received(_ block: borrowing HeaderBlock, endsStream: Bool) { perform(state.received(block, endsStream: endsStream)) }

    func received(_ data: UnsafeRawBufferPointer) { perform(state.received(data)) }

    func bodyEnded() { perform(state.responseEnded()) }

    func bodyProgressed() {
        if !writers.isEmpty, !mustWaitToSend { wakeWriters() }
    }

    func closed(_ code: HTTP2ErrorCode) {
        sent = nil
        let isPastDeadline = request.deadline.map { ContinuousClock.now >= $0 } ?? false
        perform(state.closed(code, isPastDeadline: isPastDeadline, mayRetry: !hasSentMessages))
    }

    func connectionClosed(_ reason: ConnectionEnd) {
        sent = nil
        perform(state.connectionLost(reason.detail))
    }

    /// The next message, or why there is none; for streaming calls.
    func readNow() -> ClientCallState.Read {
        let (read, reaction) = state.read()
        perform(reaction)
        return read
    }

    /// Adds a message to a streaming request.
    func append(_ pieces: [OutboundBody.Piece]) {
        guard !isFinished, !isOutboxFinished else { return }
        if let sent {
            hasSentMessages = true
            sent.connection.transport.append(pieces, to: sent.stream)
        } else {
            outbox.append(contentsOf: pieces)
        }
    }

    /// Ends a streaming request.
    func finishRequest() {
        guard !isFinished, !isOutboxFinished else { return }
        isOutboxFinished = true
        if let sent { sent.connection.transport.finishBody(of: sent.stream) }
    }

    var isRequestFinished: Bool { isOutboxFinished }

    var mustWaitToSend: Bool {
        guard !isFinished else { return false }
        let waiting = sent?.stream.unsentByteCount ?? OutboundBody(outbox).byteCount
        return waiting >= Self.sendAheadByteCount
    }

    private var isUnary: Bool { state.kind == .unary }

    private func perform(_ reaction: ClientCallState.Reaction) {
        if let code = reaction.reset, let sent { sent.connection.transport.reset(sent.stream, code) }
        if reaction.credit > 0, let sent { sent.connection.transport.consume(sent.stream, byteCount: reaction.credit) }
        if reaction.retries {
            sent = nil
            slot.submit(self)
        }
        if reaction.wakesReader { wakeReaders() }
        if reaction.finishes { finish() }
    }

    private func wakeReaders() {
        if state.initialMetadata != nil || state.isFinished {
            let waiting = headersReaders
            headersReaders = []
            for headersReader in waiting { headersReader.resume() }
        }
        guard let waiting = reader else { return }
        reader = nil
        let read = readNow()
        // Part of a message came, and nothing is whole yet.
        if case .nothing = read { reader = waiting } else { waiting.resume(returning: read) }
    }

    private func wakeWriters() {
        let waiting = writers
        writers = []
        for writer in waiting { writer.resume(returning: .success(())) }
    }

    private func finish() {
        guard let completion else { return }
        self.completion = nil
        if let timer { loop.cancel(timer) }
        timer = nil
        if let sent {
            // Answered while the request is still being sent: the rest is not worth sending.
            sent.connection.transport.abandonIfUnsent(sent.stream)
        } else {
            slot.forget(self)
        }
        wakeWriters()
        completion(outcome())
    }

    private func outcome() -> Result<Answer, GRPCStatus> {
        guard let status = state.status, status.code == .ok else {
            return .failure(state.status ?? GRPCStatus(.internalError, "the call ended without a status"))
        }
        var message: InboundMessage?
        if isUnary, case (.message(let only), _) = state.read() { message = only }
        return .success(
            Answer(message: message, initialMetadata: state.initialMetadata ?? .init(), trailingMetadata: state.trailingMetadata)
        )
    }

    private func headers() -> HeaderList {
        var fields = [
            HTTPField(":method", "POST"), HTTPField(":scheme", request.scheme), HTTPField(":path", request.path),
            HTTPField(":authority", request.authority),
            HTTPField("te", "trailers"), HTTPField("content-type", "application/grpc"),
            HTTPField("user-agent", "grpc-swift-holster/1"), HTTPField("grpc-accept-encoding", GRPCCompression.accepted),
        ]
        if request.compression != .identity { fields.append(HTTPField("grpc-encoding", request.compression.rawValue)) }
        if let deadline = request.deadline {
            fields.append(HTTPField("grpc-timeout", TimeoutCodec.encode(ContinuousClock.now.duration(to: deadline))))
        }
        MetadataCodec.append(request.metadata, to: &fields)
        return HeaderList(fields)
    }
}
