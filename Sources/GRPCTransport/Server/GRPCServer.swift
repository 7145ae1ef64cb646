public import HTTP2Transport
public import Reactor
internal import Synchronization

/// Serves a router's methods over HTTP/2, with TLS where the configuration says so.
///
/// Every event loop accepts its own connections; a connection, its calls and their handlers stay on its loop. `drain` before the event loops
/// are shut down.
public final class GRPCServer: Sendable {
    private let core: ServerCore
    private let eventLoops: EventLoopGroup
    private let acceptors = Mutex<[ServerAcceptor]?>(nil)

    public init(configuration: Configuration, router: GRPCRouter, eventLoops: EventLoopGroup) {
        core = ServerCore(configuration: configuration, router: router)
        self.eventLoops = eventLoops
    }

    /// Binds and listens. Returns where, with the actual port; throws UNAVAILABLE with the system's reason. May block where the
    /// endpoint's host is a name.
    public func start() throws(GRPCStatus) -> SocketEndpoint {
        let listeners: [ListeningSocket]
        do {
            listeners = try ListeningSocket.group(
                core.configuration.endpoint,
                count: eventLoops.loops.count,
                sharesPort: core.configuration.sharesPort
            )
        } catch {
            throw GRPCStatus(.unavailable, error.description)
        }
        let spreads = listeners.count < eventLoops.loops.count
        let started = zip(listeners, eventLoops.loops).map { listener, loop in
            ServerAcceptor(listener: listener, core: core, loop: loop, spreadsOver: spreads ? eventLoops : nil)
        }
        let isFirst = acceptors.withLock { acceptors in
            guard acceptors == nil else { return false }
            acceptors = started
            return true
        }
        guard isFirst, let endpoint = listeners.first?.endpoint else {
            throw GRPCStatus(.failedPrecondition, "the server was started before")
        }
        for acceptor in started { acceptor.start() }
        return endpoint
    }

    /// Takes one end of a connected socket pair as if it had been accepted: what the in-process channel does.
    package func adopt(_ socket: PlainSocket) {
        core.take(socket, peer: "in-process", loop: eventLoops.next())
    }

    /// Handlers that have not returned yet, those of calls that were given up included.
    public var runningCallCount: Int { core.admission.runningCallCount }

    /// Connections that are open.
    public var connectionCount: Int { core.connectionCount }

    /// Bytes of requests that are not answered yet.
    package var bufferedRequestByteCount: Int { core.admission.heldByteCount }

    /// Stops accepting connections, announces the end on every connection (GOAWAY, a PING, the final GOAWAY), lets the calls taken on until
    /// then finish, and closes. Calls that come after the final GOAWAY were never seen: a client retries them elsewhere or reports
    /// UNAVAILABLE. After `timeout` what still runs is cancelled and cut off.
    public func drain(timeout: Duration) async {
        let stopped = acceptors.withLock { $0 } ?? []
        for acceptor in stopped { await acceptor.stop() }
        let core = core
        let loop = eventLoops.next()
        // Left running when all is done before: then there is nothing to close.
        loop.execute { _ = loop.schedule(after: timeout) { core.closeAll(reason: "drained") } }
        await core.drain()
    }
}
