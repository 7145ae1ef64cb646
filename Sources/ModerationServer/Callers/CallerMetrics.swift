import Metrics
import Synchronization

/// Counts calls for each caller. Labels are bounded: names come from the token file, callers known by certificate alone share one.
package final class CallerMetrics: Sendable {
    private struct Key: Hashable {
        let caller: String
        let result: String
    }

    /// Counters that were made, so that a call does not look one up by its labels.
    private let counters = Mutex<[Key: Counter]>([:])
    private let allowsAnonymous = Gauge(label: "holster_allow_unauthenticated")

    package init() {}

    /// `result`: admitted, unauthenticated, forbidden, calls, bytes or concurrency.
    func count(caller: String, _ result: String) {
        let key = Key(caller: caller, result: result)
        let known = counters.withLock { $0[key] }
        if let known { return known.increment() }
        let made = Counter(label: "holster_caller_calls_total", dimensions: [("caller", caller), ("result", result)])
        counters.withLock { $0[key] = made }
        made.increment()
    }

    func setAllowsAnonymous(_ value: Bool) { allowsAnonymous.record(value ? 1 : 0) }
}
