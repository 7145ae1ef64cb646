internal import HTTP2Transport
internal import Reactor

/// Performs what a call's state machine decides: answers, timers, the handler's task.
//
// `@unchecked Sendable`: confined to the connection's loop; the handler's task comes back to it before it touches anything.
final class ServerCall: @unchecked Sendable {
    private let stream: Int32
    private let peer: String
    private let receivedAt = ContinuousClock.now
    private let core: ServerCore
    private let connection: HTTP2Connection
    private var state: ServerCallState
    private var timer: EventLoop.Timer?
    private var handler: Task<Void, Never>?
    private var response: GRPCResponseMetadata?
    private var accountedByteCount = 0

    init(stream: Int32, peer: String, core: ServerCore, connection: HTTP2Connection) {
        self.stream = stream
        self.peer = peer
        self.core = core
        self.connection = connection
        state = ServerCallState(
            requestLimit: core.configuration.maxRequestByteCount,
            responseLimit: core.configuration.maxResponseByteCount,
            receiveTimeout: core.configuration.requestReceiveTimeout
        )
    }

    func received(_ block: HeaderBlock, endsStream: Bool) {
        perform(
            state.received(block, endsStream: endsStream, now: receivedAt) { core.router.unaryHandlers[$0] != nil }
        )
    }

    func received(_ data: UnsafeRawBufferPointer) {
        perform(state.received(data))
        if !account() { perform(state.refuse(GRPCStatus(.resourceExhausted, "the server holds too many unread requests"))) }
    }

    func requestEnded() { perform(state.requestEnded()) }

    func closed() {
        perform(state.closed())
        settle()
    }

    private func perform(_ actions: [ServerCallState.Action]) {
        for action in actions {
            switch action {
            case .arm(let instant): arm(instant)
            case .run(let head, let message, let deadline): run(head, message, deadline)
            case .respond(let fields, let body): connection.respond(stream, fields, body: body)
            case .waveOffRequest: connection.resetAfterResponse(stream, .noError)
            case .cancelHandler: handler?.cancel()
            }
        }
        if state.isAnswered { settle() }
    }

    private func settle() {
        if let timer { connection.loop.cancel(timer) }
        timer = nil
        _ = account()
    }

    private func arm(_ instant: ContinuousClock.Instant) {
        if let timer { connection.loop.cancel(timer) }
        timer = connection.loop.schedule(at: instant) { [weak self] in
            guard let self else { return }
            perform(state.timedOut())
        }
    }

    /// Tells the server how many bytes this call holds now; false where that is too much.
    private func account() -> Bool {
        let held = state.bufferedByteCount
        defer { accountedByteCount = held }
        return held == accountedByteCount || core.admission.buffer(byteCount: held - accountedByteCount)
            || held <= accountedByteCount
    }

    private func run(_ head: RequestHead, _ message: ArraySlice<UInt8>, _ deadline: ContinuousClock.Instant?) {
        if let timer { connection.loop.cancel(timer) }
        timer = nil
        if let deadline { arm(deadline) }
        guard let method = core.router.unaryHandlers[head.path] else {
            return perform(state.refuse(GRPCStatus(.unimplemented, "unknown method \(head.path)")))
        }
        guard core.admission.startCall() else {
            return perform(state.refuse(GRPCStatus(.resourceExhausted, "the server runs as many calls as it may")))
        }
        let response = GRPCResponseMetadata()
        self.response = response
        let context = GRPCServerContext(
            path: head.path,
            metadata: head.metadata,
            deadline: deadline,
            peer: peer,
            receivedAt: receivedAt,
            response: response
        )
        let core = core
        let loop = connection.loop
        handler = Task(executorPreference: loop) {
            let result: Result<GRPCMessage, GRPCStatus>
            do throws(GRPCStatus) {
                result = .success(try await method(message, context))
            } catch {
                result = .failure(error)
            }
            core.admission.endCall()
            if loop.isCurrent { self.handlerReturned(result) } else { loop.execute { self.handlerReturned(result) } }
        }
    }

    private func handlerReturned(_ result: Result<GRPCMessage, GRPCStatus>) {
        handler = nil
        perform(
            state.handlerReturned(result, initial: response?.initial ?? .init(), trailing: response?.trailing ?? .init())
        )
    }
}
