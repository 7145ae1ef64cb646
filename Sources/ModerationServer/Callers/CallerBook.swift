/// Which callers there are, and what each has used. Pure: the clock comes from outside.
///
/// Bounded: at most `trackedLimit` callers are remembered. When they are that many, those that forgetting changes nothing for are forgotten, at
/// most once a second; where all are in use, a caller never seen before is turned away.
package struct CallerBook: Sendable {
    private let trackedLimit: Int
    private var defaults: CallerQuota
    package private(set) var list: CallerList
    private var meters: [String: QuotaMeter] = [:]
    private var swept: ContinuousClock.Instant?

    package init(list: CallerList, defaults: CallerQuota, trackedLimit: Int = 20_000) {
        self.list = list
        self.defaults = defaults
        self.trackedLimit = trackedLimit
    }

    package var trackedCount: Int { meters.count }

    /// Callers that stay keep what they have used; what quotas became smaller cuts what is left.
    package mutating func replace(_ list: CallerList) { self.list = list }

    package func quota(of caller: String) -> CallerQuota { list.entries[caller]?.quota ?? defaults }

    package mutating func admit(_ caller: String, now: ContinuousClock.Instant) throws(QuotaRefusal) {
        let quota = quota(of: caller)
        if meters[caller] == nil, meters.count >= trackedLimit { sweep(now) }
        guard meters[caller] != nil || meters.count < trackedLimit else {
            throw QuotaRefusal(quota: .concurrency, limit: "\(trackedLimit) callers at a time", retryAfter: .seconds(1))
        }
        var meter = meters[caller] ?? QuotaMeter(quota, now: now)
        defer { meters[caller] = meter }
        try meter.admit(quota, now: now)
    }

    /// One more call's worth of work within a call under way.
    package mutating func charge(_ caller: String, now: ContinuousClock.Instant) throws(QuotaRefusal) {
        let quota = quota(of: caller)
        try meters[caller]?.charge(quota, now: now)
    }

    package mutating func receive(byteCount: Int, from caller: String, now: ContinuousClock.Instant) throws(QuotaRefusal) {
        let quota = quota(of: caller)
        try meters[caller]?.receive(byteCount: byteCount, quota, now: now)
    }

    package mutating func release(_ caller: String) { meters[caller]?.release() }

    private mutating func sweep(_ now: ContinuousClock.Instant) {
        if let swept, swept.duration(to: now) < .seconds(1) { return }
        swept = now
        for (caller, meter) in meters {
            var meter = meter
            if meter.isIdle(quota(of: caller), now: now) { meters[caller] = nil }
        }
    }
}
