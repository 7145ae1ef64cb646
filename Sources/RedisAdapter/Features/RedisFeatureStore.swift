public import ModerationCore
internal import Synchronization

/// Seller features from the hash `holster:seller:ID` in one HMGET, pipelined with all other commands of the connection.
///
/// Waits at most ``timeout``, however late the caller's deadline is. Lookups of one seller that is being looked up share that command.
public final class RedisFeatureStore: FeatureStore, Sendable {
    /// How long one lookup may take: on loopback it takes 0.2 ms, and stage 1 in all has 10 ms.
    public static let standardTimeout: Duration = .milliseconds(15)

    private let client: RedisClient
    private let timeout: Duration
    private let now: @Sendable () -> ContinuousClock.Instant
    private let underWay = Mutex<[String: Flight]>([:])

    /// A command under way, and who else waits for it: at most the checks in flight.
    private struct Flight {
        let deadline: Deadline
        var waiting: [CheckedContinuation<Turn, Never>] = []
    }

    private enum Turn {
        /// This lookup sends the command, and answers those that join.
        case lead
        /// Somebody's command is under way, but may end later than this lookup's deadline.
        case alone
        case answered(SellerLookup)
    }

    public init(
        client: RedisClient,
        timeout: Duration = RedisFeatureStore.standardTimeout,
        monotonicNow: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        self.client = client
        self.timeout = timeout
        now = monotonicNow
    }

    public func sellerFeatures(sellerID: String, deadline: Deadline) async -> SellerLookup {
        // Longer ids are no ids of ours; the bound keeps the command small.
        guard !sellerID.isEmpty, sellerID.utf8.count <= 256 else { return .unknown }
        let deadline = min(deadline, .after(timeout, from: now()))
        switch await turn(sellerID, deadline) {
        case .answered(let lookup):
            // The command that was joined began earlier and may have given up earlier.
            if lookup == .unavailable && !deadline.isPast(at: now()) { return await lookUp(sellerID, deadline) }
            return lookup
        case .alone: return await lookUp(sellerID, deadline)
        case .lead:
            let lookup = await lookUp(sellerID, deadline)
            let flight = underWay.withLock { $0.removeValue(forKey: sellerID) }
            for continuation in flight?.waiting ?? [] { continuation.resume(returning: .answered(lookup)) }
            return lookup
        }
    }

    private func turn(_ sellerID: String, _ deadline: Deadline) async -> Turn {
        await withCheckedContinuation { continuation in
            let turn: Turn? = underWay.withLock { flights in
                guard let flight = flights[sellerID] else {
                    flights[sellerID] = Flight(deadline: deadline)
                    return .lead
                }
                guard flight.deadline <= deadline else { return .alone }
                flights[sellerID]?.waiting.append(continuation)
                return nil
            }
            if let turn { continuation.resume(returning: turn) }
        }
    }

    private func lookUp(_ sellerID: String, _ deadline: Deadline) async -> SellerLookup {
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
