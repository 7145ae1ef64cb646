/// Both clocks, injected: tests bring their own.
public struct TimeSource: Sendable {
    public let monotonicNow: @Sendable () -> ContinuousClock.Instant
    public let wallNow: @Sendable () -> UnixTime

    public init(
        monotonicNow: @escaping @Sendable () -> ContinuousClock.Instant,
        wallNow: @escaping @Sendable () -> UnixTime
    ) {
        self.monotonicNow = monotonicNow
        self.wallNow = wallNow
    }
}

/// Milliseconds since 1970-01-01 UTC.
public struct UnixTime: Sendable, Comparable, Hashable, Codable {
    public let milliseconds: Int64

    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    public init(from decoder: any Decoder) throws {
        milliseconds = try decoder.singleValueContainer().decode(Int64.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(milliseconds)
    }

    public static func < (left: UnixTime, right: UnixTime) -> Bool { left.milliseconds < right.milliseconds }
}

extension Duration {
    /// Whole microseconds, rounded towards zero and clamped to what `Int64` holds.
    public var wholeMicroseconds: Int64 {
        let (seconds, attoseconds) = components
        let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
        if overflow { return seconds < 0 ? .min : .max }
        let (sum, sumOverflow) = scaled.addingReportingOverflow(attoseconds / 1_000_000_000_000)
        return sumOverflow ? (seconds < 0 ? .min : .max) : sum
    }
}
