/// Where seller features live.
public protocol FeatureStore: Sendable {
    /// `nil` when the seller is unknown, the store is away, or the deadline passed: the caller then uses defaults and says so.
    func sellerFeatures(sellerID: String, deadline: Deadline) async -> SellerFeatures?
}
