internal import Synchronization

/// Whether a connection takes commands: set on its loop, read by callers, so that an absent Redis costs them nothing.
final class ConnectionGate: Sendable {
    private struct State {
        var isReady = false
        var isClosed = false
        /// Connections that became ready so far.
        var connectionNumber = 0
        /// Commands accepted whose completion has not run.
        var count = 0
    }

    private let state = Mutex(State())
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    var isReady: Bool { state.withLock { $0.isReady } }

    var connectionNumber: Int { state.withLock { $0.connectionNumber } }

    func setReady(_ isReady: Bool) {
        state.withLock { state in
            if isReady && !state.isReady { state.connectionNumber += 1 }
            state.isReady = isReady && !state.isClosed
        }
    }

    func close() {
        state.withLock { state in
            state.isClosed = true
            state.isReady = false
        }
    }

    /// Takes a place in line; every place taken is given back by ``leave()``.
    func enter() throws(RedisFailure) {
        let refusal: RedisFailure? = state.withLock { state in
            if !state.isReady { return .notConnected }
            if state.count >= limit { return .queueFull }
            state.count += 1
            return nil
        }
        if let refusal { throw refusal }
    }

    func leave() { state.withLock { $0.count -= 1 } }
}
