import Synchronization

/// So many places for checks of one stream, taken by one task that reads and given back by those that answer.
final class StreamSlots: Sendable {
    private struct State {
        var freeCount: Int
        var taker: CheckedContinuation<Void, Never>?
        var finisher: CheckedContinuation<Void, Never>?
    }

    private let count: Int
    private let state: Mutex<State>

    init(count: Int) {
        self.count = max(1, count)
        state = Mutex(State(freeCount: self.count))
    }

    /// Waits for a free place. One task at a time.
    func take() async {
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                guard state.freeCount > 0 else {
                    state.taker = continuation
                    return false
                }
                state.freeCount -= 1
                return true
            }
            if isFree { continuation.resume() }
        }
    }

    func giveBack() {
        let woken = state.withLock { state -> CheckedContinuation<Void, Never>? in
            if let taker = state.taker {
                // The place goes from hand to hand.
                state.taker = nil
                return taker
            }
            state.freeCount += 1
            guard state.freeCount == count, let finisher = state.finisher else { return nil }
            state.finisher = nil
            return finisher
        }
        woken?.resume()
    }

    /// Waits until every place is free. One task, after the last `take`.
    func allFree() async {
        await withCheckedContinuation { continuation in
            let isDone = state.withLock { state in
                if state.freeCount == count { return true }
                state.finisher = continuation
                return false
            }
            if isDone { continuation.resume() }
        }
    }
}
