/// What one caller may use. Zero means no limit.
package struct CallerQuota: Sendable, Equatable {
    /// In the long run.
    package var callsPerSecond: Int
    /// Calls at once after a pause; zero stands for one second's worth.
    package var burst: Int
    /// Bytes of requests, in the long run.
    package var bytesPerSecond: Int
    /// Calls under way.
    package var maxConcurrent: Int

    package init(callsPerSecond: Int = 0, burst: Int = 0, bytesPerSecond: Int = 0, maxConcurrent: Int = 0) {
        self.callsPerSecond = callsPerSecond
        self.burst = burst
        self.bytesPerSecond = bytesPerSecond
        self.maxConcurrent = maxConcurrent
    }

    var callCapacity: Double { Double(max(1, burst > 0 ? burst : callsPerSecond)) }

    /// A call under way is ended once its caller owes this many bytes: ten seconds' worth, and never less than two of the largest messages, so
    /// that no single message is cut.
    var debtLimit: Double { max(Double(bytesPerSecond) * 10, Double(72 << 20)) }
}

/// Which quota a call went over, and when it is worth trying again.
package struct QuotaRefusal: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Quota: String, Sendable, CaseIterable {
        case calls, bytes, concurrency
    }

    package let quota: Quota
    /// The limit in words: `200 calls/s, 400 at once`.
    package let limit: String
    /// `nil` where it depends on the caller's own calls.
    package let retryAfter: Duration?

    package init(quota: Quota, limit: String, retryAfter: Duration?) {
        self.quota = quota
        self.limit = limit
        self.retryAfter = retryAfter
    }

    package var description: String {
        guard let retryAfter else { return "over its quota of \(limit); retry when one of them has ended" }
        // Rounded up: who waits as long as it says gets through.
        let milliseconds = max(1, Int((retryAfter / .milliseconds(1)).rounded(.up)))
        return "over its quota of \(limit); retry in \(milliseconds) ms"
    }
}
