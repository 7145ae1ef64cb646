/// The moment by which an answer must be out, on the monotonic clock.
public struct Deadline: Sendable, Comparable, Hashable {
    public let instant: ContinuousClock.Instant

    public init(_ instant: ContinuousClock.Instant) { self.instant = instant }

    public static func after(_ duration: Duration, from now: ContinuousClock.Instant) -> Deadline {
        Deadline(now.advanced(by: duration))
    }

    /// Negative once the deadline has passed.
    public func remaining(at now: ContinuousClock.Instant) -> Duration { now.duration(to: instant) }

    public func isPast(at now: ContinuousClock.Instant) -> Bool { now >= instant }

    public func earlier(by duration: Duration) -> Deadline { Deadline(instant - duration) }

    public static func < (left: Deadline, right: Deadline) -> Bool { left.instant < right.instant }
}
