public import ModerationCore

/// Seller features from the hash `holster:seller:ID` in one HMGET.
public final class RedisFeatureStore: FeatureStore, Sendable {
    private let client: RedisClient

    public init(client: RedisClient) { self.client = client }

    public func sellerFeatures(sellerID: String, deadline: Deadline) async -> SellerLookup {
        // Longer ids are no ids of ours; the bound keeps the command small.
        guard !sellerID.isEmpty, sellerID.utf8.count <= 256 else { return .unknown }
        let command = RedisCommand(strings: ["HMGET", "holster:seller:\(sellerID)"] + SellerFeatures.fieldNames)
        do throws(RedisFailure) {
            return SellerFeatures(reply: try await client.send(command, deadline: deadline)).map(SellerLookup.found) ?? .unknown
        } catch {
            // Redis answered, but the key is no hash.
            if case .refused = error { return .unknown }
            return .unavailable
        }
    }
}

extension SellerFeatures {
    /// In the order of the reply that ``init(reply:)`` reads. The hash's `updated` is for people.
    package static let fieldNames = ["account_age_days", "listings", "violations", "reputation"]

    /// Reads the reply to an HMGET of ``fieldNames``. A field that is absent, not a number, not finite or negative takes the
    /// unknown seller's value; too large a number is clamped. `nil` when no field is usable.
    package init?(reply: RedisReply) {
        guard let elements = reply.elements, elements.count == Self.fieldNames.count else { return nil }
        func number(_ index: Int, upTo limit: Double) -> Double? {
            guard let value = elements[index].text.flatMap({ Double($0) }), value.isFinite, value >= 0 else { return nil }
            return min(value, limit)
        }
        // A century; as many listings as the marketplace has; and the violations that go with them.
        let age = number(0, upTo: 36_500)
        let listings = number(1, upTo: 100_000_000)
        let violations = number(2, upTo: 100_000_000)
        let reputation = number(3, upTo: 1)
        guard age != nil || listings != nil || violations != nil || reputation != nil else { return nil }
        let unknown = SellerFeatures.unknown
        self.init(
            accountAgeDays: age ?? unknown.accountAgeDays,
            listingCount: listings ?? unknown.listingCount,
            violationCount: violations ?? unknown.violationCount,
            reputation: reputation ?? unknown.reputation
        )
    }
}
