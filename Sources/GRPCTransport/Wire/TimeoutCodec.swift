/// The `grpc-timeout` header: one to eight digits and a unit (H, M, S, m, u, n).
///
/// Source: grpc/grpc `doc/PROTOCOL-HTTP2.md`, "Timeout".
package enum TimeoutCodec {
    /// More than this (ten years) is read as this: clocks overflow, and nobody waits so long.
    package static let longest = Duration.seconds(10 * 365 * 86_400)

    /// `nil` for anything that is not a timeout.
    package static func decode(_ text: String) -> Duration? { decode(text.utf8.span) }

    /// `nil` for anything that is not a timeout.
    package static func decode(_ bytes: Span<UInt8>) -> Duration? {
        guard (2...9).contains(bytes.count) else { return nil }
        let unit = bytes[bytes.count - 1]
        var value: Int64 = 0
        for index in 0..<bytes.count - 1 {
            let byte = bytes[index]
            guard (0x30...0x39).contains(byte) else { return nil }
            value = value * 10 + Int64(byte - 0x30)  // at most 99,999,999
        }
        let duration: Duration
        switch unit {
        case UInt8(ascii: "H"): duration = .seconds(value * 3_600)
        case UInt8(ascii: "M"): duration = .seconds(value * 60)
        case UInt8(ascii: "S"): duration = .seconds(value)
        case UInt8(ascii: "m"): duration = .milliseconds(value)
        case UInt8(ascii: "u"): duration = .microseconds(value)
        case UInt8(ascii: "n"): duration = .nanoseconds(value)
        default: return nil
        }
        return min(duration, longest)
    }

    /// The finest unit in which the value has at most eight digits; rounded down, at least `1n`.
    package static func encode(_ timeout: Duration) -> String {
        let (seconds, attoseconds) = min(max(timeout, .nanoseconds(1)), longest).components
        let nanosecondsOfSecond = attoseconds / 1_000_000_000
        if seconds == 0, nanosecondsOfSecond < 100_000_000 { return "\(max(1, nanosecondsOfSecond))n" }
        let microseconds = seconds * 1_000_000 + nanosecondsOfSecond / 1_000
        if microseconds < 100_000_000 { return "\(microseconds)u" }
        if microseconds / 1_000 < 100_000_000 { return "\(microseconds / 1_000)m" }
        if seconds < 100_000_000 { return "\(seconds)S" }
        return "\(seconds / 60)M"
    }
}
