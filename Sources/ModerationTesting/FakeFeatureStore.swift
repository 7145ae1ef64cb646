import ModerationCore
import Synchronization

/// Sellers in memory.
public final class FakeFeatureStore: FeatureStore {
    private let state = Mutex((sellers: [String: SellerFeatures](), isAway: false, lookups: 0))
    private let clock: ManualClock

    public init(clock: ManualClock) { self.clock = clock }

    public var lookupCount: Int { state.withLock { $0.lookups } }

    public func set(_ features: SellerFeatures, sellerID: String) { state.withLock { $0.sellers[sellerID] = features } }

    /// A store that is away answers nothing, and only at the deadline.
    public func setAway(_ isAway: Bool) { state.withLock { $0.isAway = isAway } }

    public func sellerFeatures(sellerID: String, deadline: Deadline) async -> SellerLookup {
        let (features, isAway) = state.withLock { state in
            state.lookups += 1
            return (state.sellers[sellerID], state.isAway)
        }
        guard isAway else { return features.map(SellerLookup.found) ?? .unknown }
        clock.advance(to: deadline.instant)
        return .unavailable
    }
}
