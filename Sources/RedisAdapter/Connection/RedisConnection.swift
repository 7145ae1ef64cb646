internal import Reactor

/// One connection to Redis that keeps itself up: connects, authenticates, proves with a PING that Redis answers, and only then
/// takes commands.
///
/// ```
/// idle ──► resolving ──► connecting ──► greeting ──► ready
///   ▲                        │             │           │     lost, refused, connectTimeout, or owed for stallTimeout
///   └──────── backoff ◄──────┴─────────────┴───────────┘
/// ```
/// A stopped Redis (SIGSTOP) still accepts connections in the kernel: without the PING every reconnection would look like a
/// success.
///
/// With sentinels each attempt begins by asking one of them where the master is, the next one after a failure, and the server must say that it
/// is a master: a sentinel may not have heard yet. A master that became a replica answers writes with READONLY; the connection is given up.
//
// `@unchecked Sendable`: everything but `gate` is confined to the loop's thread (`loop.execute` is the only way in).
final class RedisConnection: @unchecked Sendable {
    private let configuration: RedisConfiguration
    private let loop: EventLoop
    private let gate: ConnectionGate
    private var context: HiredisContext?
    private var pending = PendingCommands()
    private var policy: ReconnectPolicy
    private var isClosed = false
    /// Distinguishes an attempt from those before it, whose events may still come.
    private var attempt = 0
    private var lastProgress = ContinuousClock.now
    private var lookup: SentinelLookup?
    /// The sentinel to ask, counted on after each failure.
    private var sentinelTurn = 0
    private var isMaster = false

    init(configuration: RedisConfiguration, loop: EventLoop, gate: ConnectionGate) {
        self.configuration = configuration
        self.loop = loop
        self.gate = gate
        policy = ReconnectPolicy(first: configuration.firstBackoff, longest: configuration.longestBackoff)
    }

    // MARK: Loop only

    func submit(_ command: RedisCommand, deadline: ContinuousClock.Instant, completion: @escaping PendingCommands.Completion) {
        guard gate.isReady else { return completion(.failure(.notConnected)) }
        hand(command, deadline: deadline, completion: completion)
    }

    func connect() {
        guard !isClosed, context == nil else { return }
        attempt += 1
        let mine = attempt
        switch configuration.endpoint {
        case .unix:
            open(configuration.endpoint, attempt: mine)
        case .tcp(let host, let port):
            resolve(.init(host: host, port: port), attempt: mine)
        case .sentinel(let addresses, let master):
            guard !addresses.isEmpty else { return retry() }
            lookup = SentinelLookup(
                addresses[sentinelTurn % addresses.count],
                master: master,
                turn: mine,
                timeout: configuration.connectTimeout,
                loop: loop
            ) { address in
                guard mine == self.attempt else { return }
                self.lookup = nil
                if let address { self.resolve(address, attempt: mine) } else { self.retry() }
            }
        }
    }

    func close() {
        isClosed = true
        attempt += 1
        gate.close()
        lookup?.cancel()
        context?.close()
    }

    // MARK: Connecting

    private var hasSentinels: Bool {
        if case .sentinel = configuration.endpoint { true } else { false }
    }

    private func resolve(_ address: RedisConfiguration.Address, attempt mine: Int) {
        HostResolver.resolve(address.host) { [loop] addresses in
            loop.execute {
                guard mine == self.attempt else { return }
                guard !addresses.isEmpty else { return self.retry() }
                // The next address at the next attempt: `localhost` is often ::1 first, where Redis does not listen.
                self.open(.tcp(host: addresses[mine % addresses.count], port: address.port), attempt: mine)
            }
        }
    }

    private func open(_ address: RedisConfiguration.Endpoint, attempt mine: Int) {
        guard !isClosed else { return }
        let made = HiredisContext(address: address, replyByteLimit: configuration.replyByteLimit, loop: loop) { event in
            self.handle(event, attempt: mine)
        }
        guard let made else { return retry() }
        context = made
        lastProgress = .now
        _ = loop.schedule(after: configuration.connectTimeout) {
            if mine == self.attempt && !self.gate.isReady { self.context?.close("no answer to the greeting") }
        }
    }

    private func handle(_ event: HiredisContext.Event, attempt mine: Int) {
        switch event {
        case .connected:
            if mine == attempt { greet(attempt: mine) }
        case .reply(let number, let reply):
            settle(number, reply)
        case .received:
            // A reply of many bytes on a slow link is no stall.
            lastProgress = .now
        case .closed:
            gate.setReady(false)
            context = nil
            if mine == attempt { retry() }
        }
    }

    /// Sends what must come first in one go; the PING's answer opens the gate. hiredis must not be closed in here: failures wait
    /// for the timeout.
    private func greet(attempt mine: Int) {
        let deadline = ContinuousClock.now + configuration.connectTimeout
        if let password = configuration.password {
            hand(RedisCommand(strings: ["AUTH"] + [configuration.username, password].compactMap { $0 }), deadline: deadline) {
                _ in
            }
        }
        if configuration.database != 0 {
            hand(RedisCommand("SELECT", String(configuration.database)), deadline: deadline) { _ in }
        }
        isMaster = false
        if hasSentinels {
            hand(RedisCommand("ROLE"), deadline: deadline) { [loop] result in
                let isMaster = (try? result.get())?.elements?.first?.text == "master"
                loop.execute { self.isMaster = isMaster }
            }
        }
        hand(RedisCommand("PING"), deadline: deadline) { [loop] result in
            // `status` replies run on the loop already, but inside a callback of hiredis: leave it first.
            loop.execute { self.greeted(result, attempt: mine) }
        }
    }

    private func greeted(_ result: Result<RedisReply, RedisFailure>, attempt mine: Int) {
        guard mine == attempt, !isClosed, let context else { return }
        if hasSentinels && !isMaster {
            context.close("not a master")
        } else if case .success(.status("PONG")) = result {
            policy.reset()
            gate.setReady(true)
            watchForStalls(attempt: mine)
        } else {
            context.close("the greeting was refused")
        }
    }

    private func retry() {
        guard !isClosed else { return }
        sentinelTurn &+= 1
        let mine = attempt
        _ = loop.schedule(after: policy.wait(jitter: Double.random(in: 0...1))) {
            if mine == self.attempt { self.connect() }
        }
    }

    /// Looks twice a stall timeout: nothing answered for that long while something is owed means a dead peer.
    private func watchForStalls(attempt mine: Int) {
        _ = loop.schedule(after: configuration.stallTimeout / 2) {
            guard mine == self.attempt, self.gate.isReady else { return }
            if self.pending.owedCount > 0 && self.lastProgress.duration(to: .now) > self.configuration.stallTimeout {
                self.context?.close("nothing answered for \(self.configuration.stallTimeout)")
            } else {
                self.watchForStalls(attempt: mine)
            }
        }
    }

    // MARK: Commands

    private func hand(
        _ command: RedisCommand,
        deadline: ContinuousClock.Instant,
        completion: @escaping PendingCommands.Completion
    ) {
        guard let context else { return completion(.failure(.notConnected)) }
        guard pending.owedCount < configuration.commandLimit else { return completion(.failure(.queueFull)) }
        // A clock that starts with the first command owed: an idle connection is not a stalled one.
        if pending.owedCount == 0 { lastProgress = .now }
        let number = pending.reserve()
        guard context.send(command, number: number) else { return completion(.failure(.notConnected)) }
        let timer = loop.schedule(at: deadline) { self.pending.expire(number)?(.failure(.deadlineExceeded)) }
        pending.add(number, timer: timer, completion: completion)
    }

    private func settle(_ number: UInt, _ reply: RedisReply?) {
        lastProgress = .now
        guard let (completion, timer) = pending.settle(number) else { return }
        loop.cancel(timer)
        switch reply {
        case .none: completion(.failure(.connectionLost))
        case .some(.error(let text)):
            if hasSentinels, text.hasPrefix("READONLY") {
                let mine = attempt
                loop.execute { if mine == self.attempt { self.context?.close("the master became a replica") } }
            }
            completion(.failure(.refused(text)))
        case .some(let reply): completion(.success(reply))
        }
    }
}
