internal import ModerationCore

/// The axes in use, since making one costs up to a hundred times as much as using it once and photos come in few sizes.
///
/// Safe from any thread. Full, it is emptied: what is in use then is made again, and nothing has to be tracked at each use.
final class AxisCache: Sendable {
    struct Key: Hashable {
        enum Kind: Hashable { case filter(ResamplingFilter), pdq(fullCount: Int) }

        let kind: Kind
        let span: AxisSpan
        let isMirrored: Bool
        var isCoarse = false
    }

    static let shared = AxisCache()

    private struct State {
        var axes: [Key: KernelAxis] = [:]
        var byteCount = 0
    }

    private let limit: Int
    private let state = ForkSafeMutex(State())

    /// Keeps up to `limit` bytes of weights: an axis of a 1024-pixel side takes 8 to 70 KB.
    init(limit: Int = 16 * 1_024 * 1_024) { self.limit = limit }

    func axis(_ key: Key, make: () -> KernelAxis) -> KernelAxis {
        if let known = state.withLock({ $0.axes[key] }) { return known }
        let made = make()
        state.withLock { state in
            if state.byteCount + made.totalByteCount > limit { state = State() }
            // Two threads may have made the same one; the later replaces the earlier.
            state.byteCount += made.totalByteCount - (state.axes.updateValue(made, forKey: key)?.totalByteCount ?? 0)
        }
        return made
    }
}
