internal import Synchronization

/// The reply of a command that was sent without waiting. Settled once, awaited by one task, from any thread.
package final class RedisReplyPromise: Sendable {
    private enum State {
        case open
        case awaited(CheckedContinuation<Result<RedisReply, RedisFailure>, Never>)
        case settled(Result<RedisReply, RedisFailure>)
    }

    private let state = Mutex(State.open)

    /// The reply, once it is there. Call it at most once.
    package func value() async throws(RedisFailure) -> RedisReply {
        let result: Result<RedisReply, RedisFailure> = await withCheckedContinuation { continuation in
            let settled: Result<RedisReply, RedisFailure>? = state.withLock { state in
                if case .settled(let result) = state { return result }
                state = .awaited(continuation)
                return nil
            }
            if let settled { continuation.resume(returning: settled) }
        }
        return try result.get()
    }

    func settle(_ result: Result<RedisReply, RedisFailure>) {
        let waiting: CheckedContinuation<Result<RedisReply, RedisFailure>, Never>? = state.withLock { state in
            if case .awaited(let continuation) = state {
                state = .settled(result)
                return continuation
            }
            state = .settled(result)
            return nil
        }
        waiting?.resume(returning: result)
    }
}
