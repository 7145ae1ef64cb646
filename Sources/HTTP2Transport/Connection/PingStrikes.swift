internal import Reactor

/// Whether a peer pings more than it may: each ping that follows another within `minimumInterval` is a strike, the third in a row is one too
/// many. Anything that moves a call forward wipes them out, or the pings by which clients probe bandwidth would end healthy connections.
///
/// Source: grpc/proposal A8; grpc/grpc `doc/keepalive.md`.
package struct PingStrikes: Sendable {
    package static let limit = 2

    private let minimumInterval: Duration
    private var lastPing: MonotonicTime?
    private var strikeCount = 0

    package init(minimumInterval: Duration) { self.minimumInterval = minimumInterval }

    /// False where the peer has to go.
    package mutating func received(at instant: ContinuousClock.Instant) -> Bool {
        let now = MonotonicTime(instant)
        defer { lastPing = now }
        guard let lastPing, lastPing.duration(to: now) < minimumInterval else {
            strikeCount = 0
            return true
        }
        strikeCount += 1
        return strikeCount <= Self.limit
    }

    /// HEADERS or DATA were sent, or DATA came.
    package mutating func progressed() {
        strikeCount = 0
        lastPing = nil
    }
}
