/// What asking for a seller's features came to. Anything but ``found(_:)`` means defaults, and the verdict says so.
public enum SellerLookup: Sendable, Equatable {
    case found(SellerFeatures)
    /// The store answered, and knows nothing usable of this seller.
    case unknown
    /// The store is away, or did not answer by the deadline.
    case unavailable
}

/// Where seller features live.
public protocol FeatureStore: Sendable {
    /// Never waits beyond the deadline.
    func sellerFeatures(sellerID: String, deadline: Deadline) async -> SellerLookup
}
