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

    public func sellerFeatures(sellerID: String, deadline: Deadline) async -> SellerFeatures? {
        let (features, isAway) = state.withLock { state in
            state.lookups += 1
            return (state.sellers[sellerID], state.isAway)
        }
        guard isAway else { return features }
        clock.advance(to: deadline.instant)
        return nil
    }
}

/// Claims in memory, as Redis would hold them.
public final class FakeLedger: VerdictLedger {
    public struct Entry: Sendable, Equatable {
        public var contentDigest: String
        public var verdict: Verdict?

        public init(contentDigest: String, verdict: Verdict? = nil) {
            self.contentDigest = contentDigest
            self.verdict = verdict
        }
    }

    private struct State {
        var entries: [String: Entry] = [:]
        var isAway = false
        var abandoned: [String] = []
        var claimCount = 0
    }

    private let state = Mutex(State())

    public init() {}

    public func entry(_ requestID: String) -> Entry? { state.withLock { $0.entries[requestID] } }
    public var abandoned: [String] { state.withLock { $0.abandoned } }
    public var claimCount: Int { state.withLock { $0.claimCount } }
    public func setAway(_ isAway: Bool) { state.withLock { $0.isAway = isAway } }
    public func set(_ entry: Entry?, requestID: String) { state.withLock { $0.entries[requestID] = entry } }

    public func claim(requestID: String, contentDigest: String, deadline: Deadline) async -> RequestClaim {
        state.withLock { state in
            state.claimCount += 1
            if state.isAway { return .unchecked }
            guard let entry = state.entries[requestID] else {
                state.entries[requestID] = Entry(contentDigest: contentDigest)
                return .claimed
            }
            guard entry.contentDigest == contentDigest else { return .contentDiffers }
            return entry.verdict.map { .decided($0) } ?? .pending
        }
    }

    public func fulfil(requestID: String, contentDigest: String, verdict: Verdict, deadline: Deadline) async {
        state.withLock { $0.entries[requestID] = Entry(contentDigest: contentDigest, verdict: verdict) }
    }

    public func abandon(requestID: String, contentDigest: String) async {
        state.withLock { state in
            state.entries[requestID] = nil
            state.abandoned.append(requestID)
        }
    }
}

/// Decisions in memory.
public final class FakeAuditLog: AuditLog {
    /// What the next appends come to.
    public enum Behaviour: Sendable {
        case store
        case fail(String)
        /// Does not return before ``FakeAuditLog/release()``, and then stores.
        case hang
    }

    private struct State {
        var records: [DecisionRecord] = []
        var behaviour = Behaviour.store
        var hanging: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    public init() {}

    public var records: [DecisionRecord] { state.withLock { $0.records } }
    public var hangingCount: Int { state.withLock { $0.hanging.count } }
    public func set(_ behaviour: Behaviour) { state.withLock { $0.behaviour = behaviour } }

    public func release() {
        let hanging = state.withLock { state in
            defer { state.hanging = [] }
            state.behaviour = .store
            return state.hanging
        }
        for continuation in hanging { continuation.resume() }
    }

    public func append(_ record: DecisionRecord) async throws(StoreFailure) {
        switch state.withLock({ $0.behaviour }) {
        case .store: break
        case .fail(let message): throw StoreFailure(message)
        case .hang: await withCheckedContinuation { continuation in state.withLock { $0.hanging.append(continuation) } }
        }
        state.withLock { $0.records.append(record) }
    }

    public func verdict(requestID: String) async throws(StoreFailure) -> (contentDigest: String, verdict: Verdict)? {
        if case .fail(let message) = state.withLock({ $0.behaviour }) { throw StoreFailure(message) }
        return records.last { $0.verdict.requestID == requestID }.map { ($0.contentDigest, $0.verdict) }
    }

    public func isWritable() async -> Bool {
        if case .store = state.withLock({ $0.behaviour }) { true } else { false }
    }
}

/// Banks that know photos by their exact fingerprint.
public final class FakeBank: FingerprintBank {
    private struct State {
        var entries: [(bank: String, kind: BankKind, fingerprint: Fingerprint)] = []
        var isLoaded = true
        var staleMilliseconds: Int64 = 10
        var lookups = 0
    }

    private let state = Mutex(State())

    public init() {}

    public var lookupCount: Int { state.withLock { $0.lookups } }
    public func setLoaded(_ isLoaded: Bool) { state.withLock { $0.isLoaded = isLoaded } }
    public func setStale(milliseconds: Int64) { state.withLock { $0.staleMilliseconds = milliseconds } }

    public func add(_ fingerprint: Fingerprint, bank: String, kind: BankKind) {
        state.withLock { $0.entries.append((bank, kind, fingerprint)) }
    }

    public func matches(for fingerprint: PhotoFingerprint, photoIndex: Int) -> [FingerprintMatch] {
        state.withLock { state in
            state.lookups += 1
            return state.entries.filter { $0.fingerprint == fingerprint.fingerprint }.map {
                FingerprintMatch(
                    bank: $0.bank,
                    bankKind: $0.kind,
                    entryID: $0.fingerprint.hexadecimal,
                    distance: 0,
                    orientation: .upright,
                    photoIndex: photoIndex,
                    reason: "known"
                )
            }
        }
    }

    public func statuses() -> [BankStatus] {
        state.withLock { state in
            guard state.isLoaded else { return [] }
            return [
                BankStatus(
                    name: "guns",
                    kind: .block,
                    fingerprintKind: .phash64,
                    radius: 8,
                    epoch: 42,
                    entryCount: state.entries.count,
                    staleMilliseconds: state.staleMilliseconds
                )
            ]
        }
    }
}
