internal import HTTP2Transport
internal import Reactor

/// Takes connections from a listening socket: for its own loop, or, where there is one socket for several, for the loops in turn.
//
// `@unchecked Sendable`: `registration` and `listener` are touched on `loop` alone.
final class ServerAcceptor: @unchecked Sendable {
    private let loop: EventLoop
    private let core: ServerCore
    private let eventLoops: EventLoopGroup?
    private var listener: ListeningSocket?
    private var registration: EventLoop.Registration?

    init(listener: ListeningSocket, core: ServerCore, loop: EventLoop, spreadsOver eventLoops: EventLoopGroup?) {
        self.listener = listener
        self.core = core
        self.eventLoops = eventLoops
        self.loop = loop
    }

    func start() {
        loop.execute { self.resume() }
    }

    /// Returns when the listening socket is closed: its address is free again.
    func stop() async {
        await withCheckedContinuation { continuation in
            let isAccepted = loop.execute {
                // Who has connected already is served: closing the socket would reset them.
                self.accept(limit: 4_096)
                self.pause()
                self.listener = nil
                continuation.resume()
            }
            if !isAccepted { continuation.resume() }
        }
    }

    private func resume() {
        guard let listener, registration == nil else { return }
        registration = try? loop.register(descriptor: listener.descriptor, interest: .readable) { [weak self] _ in self?.accept()
        }
        if registration == nil { retryLater() }
    }

    private func pause() {
        if let registration { loop.deregister(registration) }
        registration = nil
    }

    private func retryLater() {
        _ = loop.schedule(after: .milliseconds(100)) { [weak self] in self?.resume() }
    }

    /// At most 64 at once, so that a flood of connections does not starve those that exist.
    private func accept(limit: Int = 64) {
        for _ in 0..<limit {
            guard let listener else { return }
            switch listener.accept() {
            case .connection(let socket, let peer): core.take(socket, peer: peer, loop: eventLoops?.next() ?? loop)
            case .nothing: return
            case .exhausted:
                pause()
                return retryLater()
            }
        }
    }
}
