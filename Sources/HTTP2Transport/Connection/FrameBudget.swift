/// How many frames a peer may send for what they bring. Every frame costs one; bytes of DATA, new requests, what we send, and time earn.
///
/// An honest peer earns more than it spends: a DATA frame with anything in it pays for itself, a request for its window updates and its reset.
/// Floods of empty DATA, unknown frames, PRIORITY or WINDOW_UPDATE only spend.
package struct FrameBudget: Sendable {
    private let burst: Double
    private let perSecond: Double
    private var frames: Double
    private var updated: ContinuousClock.Instant

    package static let bytesPerFrame = 64.0
    package static let framesPerRequest = 8.0

    package init(burst: Int, perSecond: Int, now: ContinuousClock.Instant) {
        updated = now
        self.burst = Double(max(1, burst))
        self.perSecond = Double(max(0, perSecond))
        frames = self.burst
    }

    /// False where the budget is spent.
    package mutating func spend(at now: ContinuousClock.Instant) -> Bool {
        if frames < 1 {
            // Time is only asked for when it matters.
            if now > updated { earn(updated.duration(to: now) / .seconds(1) * perSecond) }
            updated = now
            guard frames >= 1 else { return false }
        }
        frames -= 1
        return true
    }

    /// A frame that brings anything pays for itself: callers that stream small messages send little else.
    package mutating func earn(dataByteCount: Int) {
        guard dataByteCount > 0 else { return }
        earn(max(1, Double(dataByteCount) / Self.bytesPerFrame))
    }

    package mutating func earnRequest() { earn(Self.framesPerRequest) }

    /// For a frame of ours that carried `byteCount` bytes: the peer answers with window updates.
    package mutating func earn(sentByteCount byteCount: Int) { earn(2 + Double(byteCount) / 1_024) }

    private mutating func earn(_ more: Double) { frames = min(burst, frames + more) }
}
