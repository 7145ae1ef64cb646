public import HTTP2Transport
public import Reactor
internal import Synchronization

/// Serves a router's methods over HTTP/2 without TLS.
///
/// One loop accepts and spreads the connections over all loops; a connection, its calls and their handlers stay on theirs. `drain` before
/// the event loops are shut down.
public final class GRPCServer: Sendable {
    private let core: ServerCore
    private let eventLoops: EventLoopGroup
    private let acceptor = Mutex<ServerAcceptor?>(nil)

    public init(configuration: Configuration, router: GRPCRouter, eventLoops: EventLoopGroup) {
        core = ServerCore(configuration: configuration, router: router)
        self.eventLoops = eventLoops
    }

    /// Binds and listens. Returns where, with the actual port; throws UNAVAILABLE with the system's reason. May block where the
    /// endpoint's host is a name.
    public func start() throws(GRPCStatus) -> SocketEndpoint {
        let listener: ListeningSocket
        do {
            listener = try ListeningSocket(core.configuration.endpoint)
        } catch {
            throw GRPCStatus(.unavailable, error.description)
        }
        let started = ServerAcceptor(listener: listener, core: core, eventLoops: eventLoops)
        let isFirst = acceptor.withLock { acceptor in
            guard acceptor == nil else { return false }
            acceptor = started
            return true
        }
        guard isFirst else { throw GRPCStatus(.failedPrecondition, "the server was started before") }
        started.start()
        return listener.endpoint
    }

    /// Handlers that have not returned yet, those of calls that were given up included.
    public var runningCallCount: Int { core.admission.runningCallCount }

    /// Bytes of requests that are not answered yet.
    package var bufferedRequestByteCount: Int { core.admission.heldByteCount }

    /// Stops accepting connections, announces the end on every connection (GOAWAY, a PING, the final GOAWAY), lets the calls taken on until
    /// then finish, and closes. Calls that come after the final GOAWAY were never seen: a client retries them elsewhere or reports
    /// UNAVAILABLE. After `timeout` what still runs is cancelled and cut off.
    public func drain(timeout: Duration) async {
        let stopped = acceptor.withLock { $0 }
        await stopped?.stop()
        let core = core
        let loop = eventLoops.next()
        // Left running when all is done before: then there is nothing to close.
        loop.execute { _ = loop.schedule(after: timeout) { core.closeAll(reason: "drained") } }
        await core.drain()
    }
}
