import Synchronization

/// Counts the listings on the first rung, up to a limit.
final class RungGate: Sendable {
    private let limit: Int
    private let inFlightCount = Mutex(0)

    init(limit: Int) { self.limit = limit }

    /// Runs `body` with a place taken; throws overloaded at once when there is none.
    func withPlace<Answer: Sendable>(
        _ body: () async throws(RungFailure) -> Answer
    ) async throws(RungFailure) -> Answer {
        let isFree = inFlightCount.withLock { count in
            guard count < limit else { return false }
            count += 1
            return true
        }
        guard isFree else { throw RungFailure(.overloaded, "\(limit) listings are being scored on this rung already") }
        defer { inFlightCount.withLock { $0 -= 1 } }
        return try await body()
    }
}
