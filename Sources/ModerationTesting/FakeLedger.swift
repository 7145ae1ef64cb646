import ModerationCore
import Synchronization

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

    public func fulfil(requestID: String, contentDigest: String, verdict: StoredVerdict, deadline: Deadline) async {
        state.withLock { $0.entries[requestID] = Entry(contentDigest: contentDigest, verdict: verdict.verdict) }
    }

    public func abandon(requestID: String, contentDigest: String) async {
        state.withLock { state in
            state.entries[requestID] = nil
            state.abandoned.append(requestID)
        }
    }
}
