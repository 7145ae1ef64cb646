import ModerationCore
import Synchronization

/// A clock that stands still until a test moves it; sleepers wake when it passes their deadline.
public final class ManualClock: Sendable {
    private struct State {
        var now: ContinuousClock.Instant
        var wallMilliseconds: Int64
        var sleepers: [Int: (until: ContinuousClock.Instant, wake: CheckedContinuation<Void, any Error>)] = [:]
        var cancelled: Set<Int> = []
        var nextSleeper = 0
    }

    private let state: Mutex<State>

    public init(wallMilliseconds: Int64 = 1_780_000_000_000) {
        state = Mutex(State(now: ContinuousClock().now, wallMilliseconds: wallMilliseconds))
    }

    public var now: ContinuousClock.Instant { state.withLock { $0.now } }

    public var timeSource: TimeSource {
        TimeSource(
            monotonicNow: { self.now },
            wallNow: { UnixTime(milliseconds: self.state.withLock { $0.wallMilliseconds }) }
        )
    }

    public func advance(by duration: Duration) { advance(to: now.advanced(by: duration)) }

    /// Never moves backwards.
    public func advance(to instant: ContinuousClock.Instant) {
        let woken = state.withLock { state in
            guard instant > state.now else { return [CheckedContinuation<Void, any Error>]() }
            state.wallMilliseconds += state.now.duration(to: instant).wholeMicroseconds / 1_000
            state.now = instant
            let due = state.sleepers.filter { $0.value.until <= instant }
            for id in due.keys { state.sleepers[id] = nil }
            return due.values.map(\.wake)
        }
        for sleeper in woken { sleeper.resume() }
    }

    /// Returns once the clock has reached `deadline`; throws when the task is cancelled.
    public func sleep(until deadline: Deadline) async throws {
        let id = state.withLock { state in
            state.nextSleeper += 1
            return state.nextSleeper
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let outcome: Result<Void, any Error>? = state.withLock { state in
                    if state.cancelled.remove(id) != nil { return .failure(CancellationError()) }
                    if state.now >= deadline.instant { return .success(()) }
                    state.sleepers[id] = (deadline.instant, continuation)
                    return nil
                }
                if let outcome { continuation.resume(with: outcome) }
            }
        } onCancel: {
            let sleeper = state.withLock { state in
                let sleeper = state.sleepers.removeValue(forKey: id)
                if sleeper == nil { state.cancelled.insert(id) }
                return sleeper
            }
            sleeper?.wake.resume(throwing: CancellationError())
        }
    }
}
