import Synchronization

/// A value that the first of several givers sets and one waiter takes: how a job that cannot be cancelled is given up at a deadline.
final class OneShot<Value: Sendable>: Sendable {
    private enum State {
        case empty
        case awaited(CheckedContinuation<Value, Never>)
        case given(Value)
        case finished
    }

    private let state = Mutex(State.empty)

    /// True for the giver that came first; what others give is dropped.
    @discardableResult
    func give(_ value: Value) -> Bool {
        let (isFirst, waiter): (Bool, CheckedContinuation<Value, Never>?) = state.withLock { state in
            switch state {
            case .empty:
                state = .given(value)
                return (true, nil)
            case .awaited(let waiter):
                state = .finished
                return (true, waiter)
            case .given, .finished:
                return (false, nil)
            }
        }
        waiter?.resume(returning: value)
        return isFirst
    }

    /// Await it once.
    func value() async -> Value {
        await withCheckedContinuation { continuation in
            let ready: Value? = state.withLock { state in
                guard case .given(let value) = state else {
                    state = .awaited(continuation)
                    return nil
                }
                state = .finished
                return value
            }
            if let ready { continuation.resume(returning: ready) }
        }
    }
}
