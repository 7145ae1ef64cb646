internal import Reactor

/// How many frames a peer may send for what they bring. Every frame costs one; bytes of DATA, new requests, what we send, and time earn.
///
/// An honest peer earns more than it spends: a DATA frame that may hold a message (five bytes) pays for itself and for a window update now and
/// then, a request for its window updates and its reset. Floods of empty DATA, unknown frames, PRIORITY or WINDOW_UPDATE only spend.
package struct FrameBudget: Sendable {
    private let burst: Double
    private let perSecond: Double
    private var frames: Double
    private var updated: MonotonicTime

    package static let bytesPerFrame = 64.0
    package static let framesPerRequest = 8.0

    package init(burst: Int, perSecond: Int, now: ContinuousClock.Instant) {
        updated = MonotonicTime(now)
        self.burst = Double(max(1, burst))
        self.perSecond = Double(max(0, perSecond))
        frames = self.burst
    }

    /// False where the budget is spent.
    package mutating func spend(at instant: @autoclosure () -> ContinuousClock.Instant) -> Bool {
        if frames < 1 {
            // Time is only asked for when it matters.
            let now = MonotonicTime(instant())
            if now > updated { earn(updated.duration(to: now) / .seconds(1) * perSecond) }
            updated = now
            guard frames >= 1 else { return false }
        }
        frames -= 1
        return true
    }

    /// For one piece of a DATA frame.
    package mutating func earn(dataByteCount: Int) {
        earn(max(Double(dataByteCount) / Self.bytesPerFrame, dataByteCount >= 5 ? 1.25 : 0))
    }

    package mutating func earnRequest() { earn(Self.framesPerRequest) }

    /// For a frame of ours that carried `byteCount` bytes: the peer answers with window updates.
    package mutating func earn(sentByteCount byteCount: Int) { earn(2 + Double(byteCount) / 1_024) }

    private mutating func earn(_ more: Double) { frames = min(burst, frames + more) }
}
