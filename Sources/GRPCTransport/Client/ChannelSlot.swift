internal import HTTP2Transport
internal import Reactor
internal import Synchronization

/// One of a channel's connections: made when first needed, replaced when it dies or its server goes away.
///
///     idle ──a call──▶ connecting ──socket──▶ greeting ──SETTINGS──▶ ready ──GOAWAY, lost──▶ idle
///                          └────────┴── failed ──▶ pausing ──backoff──▶ idle (or connecting, where calls wait)
//
// `@unchecked Sendable`: `outstanding` and `isFailing` are atomic; everything else is touched on `loop` alone.
final class ChannelSlot: @unchecked Sendable {
    private enum Stage {
        case idle
        case connecting(SocketConnector)
        case greeting(ClientConnection)
        case ready(ClientConnection)
        case pausing
        case closed
    }

    let loop: EventLoop
    /// Calls handed to this slot and not finished.
    let outstanding = Atomic<Int>(0)
    /// An attempt to connect failed, and its pause lasts.
    let isFailing = Atomic<Bool>(false)

    private let target: ChannelTarget
    private let configuration: GRPCChannel.Configuration
    private var stage = Stage.idle
    private var waiting: [ClientCall] = []
    /// Connections that finish what they carry and take no more.
    private var retiring: [ClientConnection] = []
    private var backoff: ReconnectBackoff
    private var attemptTimer: EventLoop.Timer?
    private var lastFailure = "not connected"

    init(target: ChannelTarget, configuration: GRPCChannel.Configuration, loop: EventLoop) {
        self.target = target
        self.configuration = configuration
        self.loop = loop
        backoff = ReconnectBackoff(initial: configuration.initialReconnectBackoff, maximum: configuration.maximumReconnectBackoff)
    }

    // MARK: Calls (loop only)

    func submit(_ call: ClientCall) {
        switch stage {
        case .closed: call.refuse(GRPCStatus(.unavailable, "the channel is closed"))
        case .ready(let connection):
            if call.send(on: connection) { return }
            goingAway(connection)
            call.notSent()
        case .pausing where !call.request.waitsForConnection:
            call.refuse(GRPCStatus(.unavailable, lastFailure))
        case .pausing, .connecting, .greeting: waiting.append(call)
        case .idle:
            waiting.append(call)
            connect()
        }
    }

    /// The call ended before it reached a connection.
    func forget(_ call: ClientCall) {
        waiting.removeAll { $0 === call }
    }

    func close() {
        if case .closed = stage { return }
        let stage = stage
        let calls = waiting
        self.stage = .closed
        waiting = []
        stopAttemptTimer()
        if case .connecting(let connector) = stage { connector.cancel() }
        if case .greeting(let connection) = stage { connection.close(reason: "the channel was closed") }
        if case .ready(let connection) = stage { connection.close(reason: "the channel was closed") }
        for connection in retiring { connection.close(reason: "the channel was closed") }
        retiring = []
        for call in calls { call.refuse(GRPCStatus(.unavailable, "the channel is closed")) }
    }

    // MARK: Connections (loop only)

    func ready(_ connection: ClientConnection) {
        guard case .greeting(let current) = stage, current === connection else { return }
        stopAttemptTimer()
        stage = .ready(connection)
        backoff.succeeded()
        isFailing.store(false, ordering: .relaxed)
        let calls = waiting
        waiting = []
        for call in calls where !call.isFinished { submit(call) }
    }

    func goingAway(_ connection: ClientConnection) {
        guard case .ready(let current) = stage, current === connection else { return }
        stage = .idle
        retiring.append(connection)
    }

    func closed(_ connection: ClientConnection, reason: String) {
        retiring.removeAll { $0 === connection }
        switch stage {
        case .ready(let current) where current === connection: stage = .idle
        case .greeting(let current) where current === connection: attemptFailed(reason)
        default: break
        }
    }

    private func connect() {
        let endpoint: SocketEndpoint
        switch target {
        case .endpoint(let there): endpoint = there
        case .inProcess(let server): return connect(to: server)
        }
        let connector = SocketConnector(loop: loop)
        stage = .connecting(connector)
        attemptTimer = loop.schedule(after: configuration.connectTimeout) { [weak self] in self?.attemptTimedOut() }
        connector.connect(to: endpoint) { [weak self] result in
            switch result {
            case .success(let socket): self?.greet(socket)
            case .failure(let error): self?.attemptFailed(error.description)
            }
        }
    }

    private func connect(to server: GRPCServer) {
        do {
            let (mine, theirs) = try PlainSocket.pair()
            server.adopt(theirs)
            attemptTimer = loop.schedule(after: configuration.connectTimeout) { [weak self] in self?.attemptTimedOut() }
            greet(mine)
        } catch {
            attemptFailed(error.description)
        }
    }

    private func transport(over socket: PlainSocket) -> (any ByteTransport)? {
        guard let tls = configuration.tls else { return socket }
        return TLSStream(client: tls, host: target.serverName, over: socket)
    }

    private func greet(_ socket: PlainSocket) {
        do {
            // Looks at its timers often enough to keep the keepalive's promise.
            let tick = min(
                .seconds(1),
                max(.milliseconds(10), min(configuration.keepaliveInterval, configuration.keepaliveTimeout) / 4)
            )
            guard let transport = transport(over: socket) else {
                return attemptFailed("TLS: no server certificate can be of '\(target.serverName)'")
            }
            let connection = try HTTP2Connection(
                loop: loop,
                transport: transport,
                settings: HTTP2Settings(role: .client),
                limits: configuration.connectionLimits,
                tickInterval: tick
            )
            let client = ClientConnection(transport: connection, slot: self)
            stage = .greeting(client)
            client.start()
        } catch {
            attemptFailed(error.description)
        }
    }

    private func attemptTimedOut() {
        switch stage {
        case .connecting(let connector):
            connector.cancel()
            attemptFailed("connect: timed out")
        case .greeting(let connection): connection.close(reason: "no SETTINGS from the server in time")
        default: break
        }
    }

    private func attemptFailed(_ reason: String) {
        stopAttemptTimer()
        lastFailure = "\(target): \(reason)"
        isFailing.store(true, ordering: .relaxed)
        stage = .pausing
        let pause = backoff.failed(random: .random(in: 0...1))
        attemptTimer = loop.schedule(after: pause) { [weak self] in self?.pauseEnded() }
        let refused = waiting.filter { !$0.request.waitsForConnection }
        waiting.removeAll { !$0.request.waitsForConnection }
        for call in refused { call.refuse(GRPCStatus(.unavailable, lastFailure)) }
    }

    private func pauseEnded() {
        guard case .pausing = stage else { return }
        stage = .idle
        // Worth trying again: the next call that comes here connects.
        isFailing.store(false, ordering: .relaxed)
        if !waiting.isEmpty { connect() }
    }

    private func stopAttemptTimer() {
        if let attemptTimer { loop.cancel(attemptTimer) }
        attemptTimer = nil
    }
}
