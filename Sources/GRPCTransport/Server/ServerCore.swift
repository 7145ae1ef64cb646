internal import HTTP2Transport
internal import Reactor
internal import Synchronization

/// What a server's connections share: configuration, methods, limits, and the list of the connections themselves.
final class ServerCore: Sendable {
    private struct Registry {
        var connections: [ObjectIdentifier: ServerConnection] = [:]
        /// Accepted, and on their way to their loop.
        var arrivingCount = 0
        var isDraining = false
        var waiters: [CheckedContinuation<Void, Never>] = []

        var isEmpty: Bool { connections.isEmpty && arrivingCount == 0 }
    }

    let configuration: GRPCServer.Configuration
    let router: GRPCRouter
    let admission: ServerAdmission
    private let registry = Mutex(Registry())

    init(configuration: GRPCServer.Configuration, router: GRPCRouter) {
        self.configuration = configuration
        self.router = router
        admission = ServerAdmission(
            maxRunningCalls: configuration.maxRunningCalls,
            maxBufferedByteCount: configuration.maxBufferedRequestByteCount
        )
    }

    func report(_ event: GRPCServerEvent) { configuration.onEvent?(event) }

    /// Any thread. The socket is closed at once where the server is full or draining.
    func take(_ socket: PlainSocket, peer: String, loop: EventLoop) {
        let limit = configuration.maxConnections
        let isWelcome = registry.withLock { registry in
            guard !registry.isDraining, registry.connections.count + registry.arrivingCount < limit else { return false }
            registry.arrivingCount += 1
            return true
        }
        guard isWelcome else { return report(.connectionTurnedAway) }
        let accepted = loop.execute {
            let transport = self.transport(over: socket)
            let made = transport.flatMap { try? ServerConnection(socket: $0, peer: peer, core: self, loop: loop) }
            if made != nil { self.report(.connectionOpened) }
            let mustDrain = self.arrived(made)
            made?.start()
            if mustDrain { made?.drain() }
        }
        if !accepted { _ = arrived(nil) }
    }

    /// `nil` without memory.
    private func transport(over socket: PlainSocket) -> (any ByteTransport)? {
        guard let tls = configuration.tls else { return socket }
        return TLSStream(server: tls, over: socket)
    }

    func connectionClosed(_ connection: ServerConnection) {
        let waiters = registry.withLock { registry in
            registry.connections[ObjectIdentifier(connection)] = nil
            return Self.takeWaitersIfEmpty(&registry)
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Asks every connection to finish; returns when the last is gone.
    func drain() async {
        let connections = registry.withLock { registry in
            registry.isDraining = true
            return Array(registry.connections.values)
        }
        for connection in connections { connection.loop.execute { connection.drain() } }
        await withCheckedContinuation { continuation in
            let isEmpty = registry.withLock { registry in
                if !registry.isEmpty { registry.waiters.append(continuation) }
                return registry.isEmpty
            }
            if isEmpty { continuation.resume() }
        }
    }

    var connectionCount: Int { registry.withLock { $0.connections.count + $0.arrivingCount } }

    func closeAll(reason: String) {
        let connections = registry.withLock { Array($0.connections.values) }
        for connection in connections { connection.loop.execute { connection.close(reason: reason) } }
    }

    private func arrived(_ connection: ServerConnection?) -> Bool {
        let (mustDrain, waiters) = registry.withLock { registry in
            registry.arrivingCount -= 1
            if let connection { registry.connections[ObjectIdentifier(connection)] = connection }
            return (registry.isDraining, Self.takeWaitersIfEmpty(&registry))
        }
        for waiter in waiters { waiter.resume() }
        return mustDrain
    }

    private static func takeWaitersIfEmpty(_ registry: inout Registry) -> [CheckedContinuation<Void, Never>] {
        guard registry.isEmpty else { return [] }
        defer { registry.waiters = [] }
        return registry.waiters
    }
}
