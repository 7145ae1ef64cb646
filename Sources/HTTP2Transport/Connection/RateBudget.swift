internal import Reactor

/// A token bucket: `burst` events at once, `perSecond` in the long run. The clock comes from outside.
package struct RateBudget: Sendable {
    private let burst: Double
    private let perSecond: Double
    private var tokens: Double
    private var updated: MonotonicTime?

    package init(burst: Int, perSecond: Int) {
        self.burst = Double(burst)
        self.perSecond = Double(perSecond)
        tokens = Double(burst)
    }

    /// False where the budget is spent.
    package mutating func spend(at instant: ContinuousClock.Instant) -> Bool {
        let now = MonotonicTime(instant)
        if let updated, now > updated {
            let seconds = updated.duration(to: now) / .seconds(1)
            tokens = min(burst, tokens + seconds * perSecond)
        }
        updated = now
        guard tokens >= 1 else { return false }
        tokens -= 1
        return true
    }
}
