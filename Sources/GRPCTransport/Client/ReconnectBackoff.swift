/// How long to wait after a failed attempt to connect: doubling up to a cap, each pause spread by ±20 % so that clients of one server do
/// not return in step. Randomness comes from outside, as a number in 0…1.
package struct ReconnectBackoff: Sendable {
    private let initial: Duration
    private let maximum: Duration
    private var next: Duration

    package init(initial: Duration, maximum: Duration) {
        self.initial = min(initial, maximum)
        self.maximum = maximum
        next = self.initial
    }

    package mutating func failed(random: Double) -> Duration {
        defer { next = min(next * 2, maximum) }
        return next * (0.8 + 0.4 * min(max(random, 0), 1))
    }

    package mutating func succeeded() { next = initial }
}
