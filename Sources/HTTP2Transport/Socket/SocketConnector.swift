internal import Glibc
package import Reactor

/// One attempt to connect: looks the name up off the loop, then tries the addresses in turn.
///
/// Calls back once, on the loop; not at all after `cancel`. It has no timer of its own: whoever wants the attempt bounded cancels it.
//
// `@unchecked Sendable`: everything mutable is touched on `loop` alone.
package final class SocketConnector: @unchecked Sendable {
    /// getaddrinfo blocks for seconds where a resolver is away: two threads of their own, at most 64 look-ups in line.
    private static let resolver = WorkerPool(name: "resolver", threadCount: 2, queueLimit: 64)

    private let loop: EventLoop
    private var completion: ((Result<PlainSocket, SocketError>) -> Void)?
    private var remaining: ArraySlice<SocketAddress> = []
    private var socket: PlainSocket?
    private var registration: EventLoop.Registration?
    private var lastError = SocketError(call: "connect", reason: "no address")

    package init(loop: EventLoop) { self.loop = loop }

    /// Loop only.
    package func connect(to endpoint: SocketEndpoint, completion: @escaping (Result<PlainSocket, SocketError>) -> Void) {
        self.completion = completion
        if let known = SocketAddress.withoutLookup(endpoint) {
            remaining = known[...]
            // Later, so that the caller has finished storing this attempt.
            loop.atEndOfTurn { self.tryNext() }
            return
        }
        Task(executorPreference: loop) {
            let found: Result<[SocketAddress], SocketError>
            do {
                found = try await Self.resolver.run {
                    Result { () throws(SocketError) in try SocketAddress.lookUp(endpoint) }
                }
            } catch {
                found = .failure(SocketError(call: "getaddrinfo", reason: "too many look-ups wait"))
            }
            self.loop.execute { self.resolved(found) }
        }
    }

    /// Loop only.
    package func cancel() {
        completion = nil
        dropSocket()
        remaining = []
    }

    private func resolved(_ found: Result<[SocketAddress], SocketError>) {
        switch found {
        case .success(let addresses): remaining = addresses[...]
        case .failure(let error): lastError = error
        }
        tryNext()
    }

    private func tryNext() {
        while completion != nil, let address = remaining.popFirst() {
            let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
            let descriptor = Glibc.socket(address.family, type, 0)
            guard descriptor >= 0 else {
                lastError = SocketError(call: "socket", errorNumber: errno)
                continue
            }
            let candidate = PlainSocket(owning: descriptor)
            candidate.setStreamOptions()
            let result = address.withPointer { Glibc.connect(descriptor, $0, $1) }
            if result == 0 { return finish(.success(candidate)) }
            guard errno == EINPROGRESS else {
                lastError = SocketError(call: "connect", errorNumber: errno)
                continue
            }
            socket = candidate
            do {
                registration = try loop.register(descriptor: descriptor, interest: .writable) { [weak self] _ in self?.settled() }
                return
            } catch {
                lastError = SocketError(call: error.call, errorNumber: error.errorNumber)
                socket = nil
            }
        }
        finish(.failure(lastError))
    }

    private func settled() {
        guard let candidate = socket else { return }
        dropSocket()
        let error = candidate.takePendingError()
        if error == 0 {
            finish(.success(candidate))
        } else {
            lastError = SocketError(call: "connect", errorNumber: error)
            tryNext()
        }
    }

    private func dropSocket() {
        if let registration { loop.deregister(registration) }
        registration = nil
        socket = nil
    }

    private func finish(_ result: Result<PlainSocket, SocketError>) {
        let completion = self.completion
        self.completion = nil
        completion?(result)
    }
}
