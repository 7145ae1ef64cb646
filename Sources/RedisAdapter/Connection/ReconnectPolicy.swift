/// How long to wait before the next attempt to connect: doubling from the first wait to the longest, and anew after a success.
struct ReconnectPolicy {
    private let first: Duration
    private let longest: Duration
    private var next: Duration

    init(first: Duration, longest: Duration) {
        self.first = first
        self.longest = max(first, longest)
        next = first
    }

    /// `jitter` in 0…1 spreads the attempts of many servers over the second half of the wait.
    mutating func wait(jitter: Double) -> Duration {
        defer { next = min(longest, next * 2) }
        return next / 2 + (next / 2) * min(max(jitter, 0), 1)
    }

    mutating func reset() { next = first }
}
