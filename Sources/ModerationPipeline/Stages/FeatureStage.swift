import ModerationCore

/// A seller's features, or the defaults that stand in for them.
struct FeatureReading: Sendable {
    var features: SellerFeatures
    var isDefaulted: Bool
    var record: StageRecord
}

/// Looks the seller up; nobody waits for it longer than its deadline.
struct FeatureStage: Sendable {
    let store: any FeatureStore
    let time: TimeSource

    func read(sellerID: String, by deadline: Deadline) async -> FeatureReading {
        guard !sellerID.isEmpty else {
            return FeatureReading(features: .unknown, isDefaulted: true, record: StageTimer.skipped(.features, "no seller id"))
        }
        let timer = StageTimer(.features, time: time)
        switch await store.sellerFeatures(sellerID: sellerID, deadline: deadline) {
        case .found(let features):
            return FeatureReading(features: features, isDefaulted: false, record: timer.record())
        case .unknown:
            return FeatureReading(features: .unknown, isDefaulted: true, record: timer.record(.ran, "unknown seller: defaults"))
        case .unavailable:
            let isLate = deadline.isPast(at: time.monotonicNow())
            return FeatureReading(
                features: .unknown,
                isDefaulted: true,
                record: timer.record(isLate ? .timedOut : .failed, "no answer: defaults")
            )
        }
    }
}
