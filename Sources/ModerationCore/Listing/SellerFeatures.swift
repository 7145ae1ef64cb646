/// What Redis knows of a seller (`holster:seller:ID`).
public struct SellerFeatures: Sendable, Equatable, Codable {
    public var accountAgeDays: Double
    public var listingCount: Double
    public var violationCount: Double
    /// 0 (worst) … 1 (best).
    public var reputation: Double

    public init(accountAgeDays: Double, listingCount: Double, violationCount: Double, reputation: Double) {
        self.accountAgeDays = accountAgeDays
        self.listingCount = listingCount
        self.violationCount = violationCount
        self.reputation = reputation
    }

    /// Stands in for a seller nobody knows, or whose features came too late: an account of median age and no history.
    public static let unknown = SellerFeatures(accountAgeDays: 180, listingCount: 0, violationCount: 0, reputation: 0.5)
}
