internal import Glibc

/// A moment on the clock of `ContinuousClock`, as a number: what the transport keeps for every call, connection and timer.
///
/// `ContinuousClock.Instant` is a type whose size the compiler must not assume: whatever holds one is laid out, copied and destroyed through
/// tables at run time. Here it only stands in interfaces. Nanoseconds since the process first asked; 292 years either way, longer is cut off.
package struct MonotonicTime: Sendable, Hashable, Comparable {
    package let nanoseconds: Int64

    @usableFromInline init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    package init(_ instant: ContinuousClock.Instant) {
        nanoseconds = Self.nanoseconds(Self.origin.instant.duration(to: instant))
    }

    package var instant: ContinuousClock.Instant { Self.origin.instant.advanced(by: .nanoseconds(nanoseconds)) }

    package static var now: MonotonicTime {
        MonotonicTime(nanoseconds: clockReading() - origin.reading)
    }

    package func advanced(by duration: Duration) -> MonotonicTime {
        let (sum, isTooLarge) = nanoseconds.addingReportingOverflow(Self.nanoseconds(duration))
        return MonotonicTime(nanoseconds: isTooLarge ? (duration < .zero ? .min : .max) : sum)
    }

    package func duration(to other: MonotonicTime) -> Duration {
        .nanoseconds(other.nanoseconds) - .nanoseconds(nanoseconds)
    }

    @inlinable package static func < (left: MonotonicTime, right: MonotonicTime) -> Bool { left.nanoseconds < right.nanoseconds }

    private static let origin = (instant: ContinuousClock.now, reading: clockReading())

    /// The clock that `ContinuousClock` reads: it goes on while the machine sleeps.
    private static func clockReading() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// Rounded towards zero, cut off at what fits.
    private static func nanoseconds(_ duration: Duration) -> Int64 {
        let (seconds, attoseconds) = duration.components
        let (product, isTooLarge) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, isStillTooLarge) = product.addingReportingOverflow(attoseconds / 1_000_000_000)
        return isTooLarge || isStillTooLarge ? (seconds < 0 ? .min : .max) : sum
    }
}
