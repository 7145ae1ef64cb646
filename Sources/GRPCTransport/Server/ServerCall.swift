internal import HTTP2Transport
internal import Reactor
internal import Synchronization

/// Performs what a call's state machine decides: answers, timers, the handler's task, and the waits of a streaming handler.
//
// `@unchecked Sendable`: confined to the connection's loop; whatever comes from the handler's task goes there before it touches anything.
final class ServerCall: HTTP2StreamHandler, @unchecked Sendable {
    /// A streaming handler waits while this much of what it sent has not left the stream.
    static let sendAheadByteCount = 256 << 10

    let stream: HTTP2Stream
    let connection: ServerConnection
    private let receivedAt: MonotonicTime
    var state: ServerCallState
    private var deadlineTimer: EventLoop.Timer?
    private var handler: Task<Void, Never>?
    /// From the handler's start until the loop knows that it returned: `handler` is only set once the start has returned.
    private var isHandlerRunning = false
    private var permit: (any GRPCCallPermit)?
    private var accountedByteCount = 0
    var acceptsGzip = false
    var response: GRPCResponseMetadata?
    var reader: Wait<ServerCallState.Read>?
    var writers: [Wait<Result<Void, GRPCStatus>>] = []

    /// What the handler will be told, from the headers until it starts.
    private struct Prepared {
        let route: GRPCRouter.Route
        let metadata: GRPCMetadata
        let deadline: MonotonicTime?
    }

    private var prepared: Prepared?
    private var deadline: MonotonicTime?
    /// One message of the request, decompressed.
    private(set) var requestLimit: Int
    /// The message that a streaming handler read last, counted until it reads on.
    private let lentByteCount = Atomic<Int>(0)

    /// What the handler of a unary call holds: its message counts until it is answered.
    private var unaryByteCount = 0

    var core: ServerCore { connection.core }
    var loop: EventLoop { connection.loop }

    init(stream: HTTP2Stream, connection: ServerConnection) {
        self.stream = stream
        self.connection = connection
        receivedAt = .now
        requestLimit = connection.core.configuration.maxRequestByteCount
        state = ServerCallState(
            limits: ServerCallState.Limits(
                request: connection.core.configuration.maxRequestByteCount,
                response: connection.core.configuration.maxResponseByteCount
            )
        )
    }

    // MARK: From the caller (loop only)

    func began(_ block: borrowing HeaderBlock, endsStream: Bool) {
        let head: RequestHead
        do {
            head = try RequestHead(block)
        } catch {
            core.report(.callRefused(error.status.code))
            return perform(state.rejected(error, endsStream: endsStream))
        }
        guard let route = core.router.route(block) else {
            let path = block.first(":path") ?? ""
            return refuse(GRPCStatus(.unimplemented, "unknown method \(path.prefix(256))"), endsStream)
        }
        var deadline: MonotonicTime?
        if let timeout = head.timeout {
            guard timeout > .zero else {
                return refuse(GRPCStatus(.deadlineExceeded, "the deadline had passed on arrival"), endsStream)
            }
            deadline = receivedAt.advanced(by: timeout)
        }
        if let gate = core.configuration.gate {
            do {
                permit = try gate.admit(
                    GRPCCallHead(
                        path: route.path,
                        metadata: head.metadata,
                        peer: connection.peer,
                        certificate: connection.certificate
                    )
                )
            } catch {
                return refuse(error, endsStream)
            }
        }
        acceptsGzip = head.acceptsGzip
        prepared = Prepared(route: route, metadata: head.metadata, deadline: deadline)
        if let deadline {
            deadlineTimer = loop.schedule(due: deadline) { [weak self] in self?.timedOut() }
        }
        requestLimit = min(requestLimit, route.requestLimit ?? requestLimit)
        self.deadline = deadline
        perform(state.began(route.kind, encoding: head.encoding, requestLimit: route.requestLimit, endsStream: endsStream))
    }

    private func refuse(_ status: GRPCStatus, _ endsStream: Bool) {
        core.report(.callRefused(status.code))
        perform(state.rejected(RequestHead.Rejection(httpStatus: 200, status: status), endsStream: endsStream))
    }

    func received(_ block: borrowing HeaderBlock, endsStream: Bool) {
        if endsStream { perform(state.requestEnded()) }
    }

    func received(_ data: UnsafeRawBufferPointer) {
        do {
            try permit?.received(byteCount: data.count)
        } catch {
            connection.transport.consume(stream, byteCount: data.count)
            return refuse(error)
        }
        perform(state.received(data))
        if let status = account() { refuse(status) }
    }

    private func refuse(_ status: GRPCStatus) {
        guard !state.isAnswered else { return }
        core.report(.callRefused(status.code))
        perform(state.refuse(status))
    }

    func bodyEnded() { perform(state.requestEnded()) }

    func bodyProgressed() {
        guard !writers.isEmpty, stream.unsentByteCount < Self.sendAheadByteCount else { return }
        wakeWriters()
    }

    func closed(_ code: HTTP2ErrorCode) { over() }

    func connectionClosed(_ reason: ConnectionEnd) { over() }

    private func over() {
        perform(state.closed())
    }

    /// Looked at once a tick: the request has to arrive in time whether or not its caller set a deadline.
    func check(at now: MonotonicTime) {
        if state.isReceiving, receivedAt.duration(to: now) >= core.configuration.requestReceiveTimeout { timedOut() }
    }

    private func timedOut() {
        guard !state.isAnswered else { return }
        core.report(.callRefused(.deadlineExceeded))
        perform(state.timedOut())
    }

    // MARK: Performing (loop only)

    func perform(_ reaction: ServerCallState.Reaction) {
        if reaction.cancelsHandler { handler?.cancel() }
        if reaction.credit > 0 { connection.transport.consume(stream, byteCount: reaction.credit) }
        switch reaction.output {
        case .respond(let fields, let body): connection.transport.respond(stream, fields, body: body)
        case .append(let pieces): connection.transport.append(pieces, to: stream)
        case .finish(let trailers): connection.transport.finishBody(of: stream, trailers: trailers)
        case .reset(let code): connection.transport.reset(stream, code)
        case nil: break
        }
        if reaction.wavesOffRequest { connection.transport.resetAfterResponse(stream, .noError) }
        if let start = reaction.start { run(start) }
        if reaction.wakesReader { wakeReader() }
        guard state.isAnswered else { return }
        wakeWriters()
        settle()
    }

    private func wakeReader() {
        guard let waiting = reader else { return }
        reader = nil
        let read = readNow()
        // Part of a message came, and nothing is whole yet.
        if case .nothing = read { reader = waiting } else { waiting.continuation.resume(returning: read) }
    }

    private func settle() {
        if let deadlineTimer { loop.cancel(deadlineTimer) }
        deadlineTimer = nil
        prepared = nil
        account()
        if !isHandlerRunning { releasePermit() }
    }

    private func releasePermit() {
        let ended = permit
        permit = nil
        ended?.ended()
    }

    /// Tells the connection and the server how many bytes this call holds now; why that is too much, where it is.
    @discardableResult
    func account() -> GRPCStatus? {
        let held = state.isAnswered ? 0 : max(state.bufferedByteCount, unaryByteCount)
        guard held != accountedByteCount else { return nil }
        defer { accountedByteCount = held }
        return connection.hold(byteCount: held - accountedByteCount)
    }

    /// The handler begins here and now, within whatever brought its call: one that does not wait has answered when this returns. One that waits
    /// goes on as a task of the loop.
    private func run(_ start: ServerCallState.Start) {
        guard let prepared = prepared.take() else { return }
        guard core.admission.startCall() else {
            return refuse(GRPCStatus(.resourceExhausted, "the server runs as many calls as it may"))
        }
        let response = GRPCResponseMetadata()
        self.response = response
        let context = GRPCServerContext(
            path: prepared.route.path,
            metadata: prepared.metadata,
            deadline: prepared.deadline,
            connection: connection,
            caller: permit?.caller,
            receivedAt: receivedAt,
            response: response,
            permit: permit
        )
        let core = core
        switch (prepared.route.handler, start) {
        case (.unary(let method), .unary(let message)):
            unaryByteCount = message.bytes.count
            isHandlerRunning = true
            started(
                Task.immediate(executorPreference: loop) {
                    let result = await self.answer(message, context, method)
                    core.admission.endCall()
                    // Without a closure where it is not needed: this is every call.
                    if self.loop.isCurrent { return self.returned(result) }
                    if !self.loop.execute({ self.returned(result) }) { self.abandoned() }
                }
            )
        case (.streaming(let method), _):
            isHandlerRunning = true
            let task = Task.immediate(executorPreference: loop) {
                var failure: GRPCStatus?
                do throws(GRPCStatus) {
                    try await method(GRPCRequestMessages(call: self), GRPCResponseWriter(call: self), context)
                } catch {
                    failure = error
                }
                core.admission.endCall()
                if !self.onLoop({ [failure] in self.ended(failure) }) { self.abandoned() }
            }
            started(task)
        case (.unary, .streaming): core.admission.endCall()
        }
    }

    /// The handler has returned, or waits for something; from now on it can be cancelled.
    private func started(_ task: Task<Void, Never>) {
        guard isHandlerRunning else { return }
        handler = task
        if state.isAnswered { task.cancel() }
    }

    private func answer(
        _ message: InboundMessage,
        _ context: GRPCServerContext,
        _ method: GRPCRouter.UnaryHandler
    ) async -> Result<(GRPCMessage, isCompressed: Bool), GRPCStatus> {
        do throws(GRPCStatus) {
            var bytes = message.bytes
            if message.isCompressed { bytes = try await plain(message) }
            let answer = try await method(bytes, context)
            // The lock is only taken where it matters.
            guard acceptsGzip, context.response.compression == .gzip else { return .success((answer, false)) }
            return .success((try await CompressionWork.compressed(answer), true))
        } catch {
            return .failure(error)
        }
    }

    /// False, and not run, where the loop has stopped: then nothing but the handler's task touches the call any more.
    func onLoop(_ body: @escaping @Sendable () -> Void) -> Bool {
        guard loop.isCurrent else { return loop.execute(body) }
        body()
        return true
    }

    /// The handler outlived its loop.
    private func abandoned() {
        handlerReturned()
        releasePermit()
    }

    private func returned(_ result: Result<(GRPCMessage, isCompressed: Bool), GRPCStatus>) {
        handlerReturned()
        switch result {
        case .success(let (message, isCompressed)):
            let limit = core.configuration.maxUnsentByteCountPerConnection
            guard connection.transport.unsentByteCount + message.byteCount <= max(limit, message.byteCount) else {
                refuse(GRPCStatus(.resourceExhausted, "answers of more than \(limit) bytes wait for this connection's peer"))
                return settle()
            }
            let sent = response?.snapshot ?? .init()
            perform(state.returned(message, isCompressed: isCompressed, initial: sent.initial, trailing: sent.trailing))
        case .failure(let status): ended(status)
        }
    }

    /// A message as it was before its sender compressed it, counted among the bytes that the server holds until the handler reads on or returns.
    func plain(_ message: InboundMessage) async throws(GRPCStatus) -> ArraySlice<UInt8> {
        let bytes = try await CompressionWork.plain(message, limit: requestLimit, share: connection.compressionShare)
        let more = bytes.count - lentByteCount.exchange(bytes.count, ordering: .relaxed)
        guard more > 0, !core.admission.buffer(byteCount: more) else {
            if more < 0 { _ = core.admission.buffer(byteCount: more) }
            return bytes
        }
        throw GRPCStatus(.resourceExhausted, "the server holds too many unread requests")
    }

    /// Where the call's own time was up, its caller resets it as it should: one that gives up early is another matter.
    func excusesReset(at now: ContinuousClock.Instant) -> Bool {
        guard let deadline, receivedAt.duration(to: deadline) >= Self.shortestExcuse else { return false }
        return deadline.advanced(by: .zero - Self.deadlineSlack) <= MonotonicTime(now)
    }

    /// The caller's clock began before its request arrived.
    private static let deadlineSlack = Duration.milliseconds(20)
    private static let shortestExcuse = Duration.milliseconds(100)

    private func handlerReturned() {
        isHandlerRunning = false
        handler = nil
        _ = core.admission.buffer(byteCount: -lentByteCount.exchange(0, ordering: .relaxed))
    }

    private func ended(_ failure: GRPCStatus?) {
        handlerReturned()
        let sent = response?.snapshot ?? .init()
        perform(state.ended(failure, initial: sent.initial, trailing: sent.trailing))
    }
}
