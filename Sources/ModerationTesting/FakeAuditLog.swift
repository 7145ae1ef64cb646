import ModerationCore
import Synchronization

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

    /// The JSON is that of no verdict: the ledger beside this is a fake too, and looks at the verdict alone.
    @discardableResult
    public func append(_ record: DecisionRecord) async throws(StoreFailure) -> StoredVerdict {
        switch state.withLock({ $0.behaviour }) {
        case .store: break
        case .fail(let message): throw StoreFailure(message)
        case .hang: await withCheckedContinuation { continuation in state.withLock { $0.hanging.append(continuation) } }
        }
        state.withLock { $0.records.append(record) }
        return StoredVerdict(record.verdict, json: "{}")
    }

    public func verdict(requestID: String) async throws(StoreFailure) -> (contentDigest: String, verdict: Verdict)? {
        if case .fail(let message) = state.withLock({ $0.behaviour }) { throw StoreFailure(message) }
        return records.last { $0.verdict.requestID == requestID }.map { ($0.contentDigest, $0.verdict) }
    }

    public func isWritable() async -> Bool {
        if case .store = state.withLock({ $0.behaviour }) { true } else { false }
    }
}
