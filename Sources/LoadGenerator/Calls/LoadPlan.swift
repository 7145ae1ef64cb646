/// When a run's calls leave, and how long each may take.
package struct LoadPlan: Sendable {
    package enum Pace: Sendable {
        /// Calls leave when they are meant to, whatever the server does.
        case open(ArrivalSchedule)
        /// So many callers, each of which sends when its last call has ended. A stalling server slows them down, and most of a stall is never seen
        /// (coordinated omission): for finding out what a server can do at best, not how long its callers wait.
        case closed(callerCount: Int, seconds: Double)
    }

    package var pace: Pace
    /// Of each call, from when it leaves.
    package var timeout: Duration
    /// Calls under way at once in all; what is meant to leave above that counts as not sent.
    package var maxOutstanding: Int
    /// What is meant to leave before is sent and not counted.
    package var warmUp: Duration
    /// The number of its first call: a run that goes on where another ended sends other listings than that one.
    package var firstIndex = 0

    package init(pace: Pace, timeout: Duration, maxOutstanding: Int = 10_000, warmUp: Duration = .zero) {
        self.pace = pace
        self.timeout = timeout
        self.maxOutstanding = maxOutstanding
        self.warmUp = warmUp
    }
}
