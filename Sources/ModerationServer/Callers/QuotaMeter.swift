/// What one caller has used: a token bucket of calls, one of bytes, and the calls under way. Pure: the clock comes from outside.
///
/// Bytes are charged as they arrive and may go into debt: a call is taken on while nothing is owed, so that a message larger than a second's
/// worth passes, and the next call waits until it is paid for.
package struct QuotaMeter: Sendable {
    package private(set) var runningCount = 0
    private var calls: Double
    private var bytes: Double
    private var updated: ContinuousClock.Instant

    /// Full buckets.
    package init(_ quota: CallerQuota, now: ContinuousClock.Instant) {
        calls = quota.callCapacity
        bytes = Double(quota.bytesPerSecond)
        updated = now
    }

    /// Takes a call on. Nothing is charged where it throws.
    package mutating func admit(_ quota: CallerQuota, now: ContinuousClock.Instant) throws(QuotaRefusal) {
        refill(quota, now)
        if quota.maxConcurrent > 0, runningCount >= quota.maxConcurrent {
            throw QuotaRefusal(quota: .concurrency, limit: "\(quota.maxConcurrent) calls under way", retryAfter: nil)
        }
        try charge(quota)
        runningCount += 1
    }

    /// One more call's worth of work within a call under way.
    package mutating func charge(_ quota: CallerQuota, now: ContinuousClock.Instant) throws(QuotaRefusal) {
        refill(quota, now)
        try charge(quota)
    }

    private mutating func charge(_ quota: CallerQuota) throws(QuotaRefusal) {
        if quota.bytesPerSecond > 0, bytes <= 0 { throw bytesRefusal(quota) }
        if quota.callsPerSecond > 0 {
            // Sums of fractions fall short of a whole by a few units in the last place.
            guard calls >= 1 - 1e-9 else {
                let seconds = (1 - calls) / Double(quota.callsPerSecond)
                let limit = "\(quota.callsPerSecond) calls/s, \(Int(quota.callCapacity)) at once"
                throw QuotaRefusal(quota: .calls, limit: limit, retryAfter: .seconds(seconds))
            }
            calls = max(0, calls - 1)
        }
    }

    /// Charges bytes of a request under way.
    package mutating func receive(byteCount: Int, _ quota: CallerQuota, now: ContinuousClock.Instant) throws(QuotaRefusal) {
        guard quota.bytesPerSecond > 0 else { return }
        refill(quota, now)
        bytes -= Double(byteCount)
        if bytes < -quota.debtLimit { throw bytesRefusal(quota) }
    }

    package mutating func release() { runningCount = max(0, runningCount - 1) }

    /// Forgetting it would change nothing.
    package mutating func isIdle(_ quota: CallerQuota, now: ContinuousClock.Instant) -> Bool {
        refill(quota, now)
        return runningCount == 0 && calls >= quota.callCapacity && bytes >= Double(quota.bytesPerSecond)
    }

    private func bytesRefusal(_ quota: CallerQuota) -> QuotaRefusal {
        // One byte in hand is enough for the next call.
        let seconds = (1 - bytes) / Double(quota.bytesPerSecond)
        return QuotaRefusal(quota: .bytes, limit: "\(quota.bytesPerSecond) bytes/s", retryAfter: .seconds(seconds))
    }

    /// Also cuts what is left to a quota that became smaller.
    private mutating func refill(_ quota: CallerQuota, _ now: ContinuousClock.Instant) {
        let seconds = now > updated ? updated.duration(to: now) / .seconds(1) : 0
        if now > updated { updated = now }
        calls = min(quota.callCapacity, calls + seconds * Double(quota.callsPerSecond))
        bytes = min(Double(quota.bytesPerSecond), bytes + seconds * Double(quota.bytesPerSecond))
    }
}
