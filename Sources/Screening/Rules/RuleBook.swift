import Synchronization

/// The rules that are in use, and how the file behind them is: a listing takes ``current`` once and is judged by it alone, while another
/// set may take its place. Safe on any thread.
public final class RuleBook: Sendable {
    public struct Status: Sendable, Equatable {
        /// Of the set in use.
        public var version: String
        public var ruleCount: Int
        /// Why the file as it is now was refused, with line and rule; `nil` while the set in use is what the file says.
        public var problem: String?
        public var reloadCount: Int
        public var refusalCount: Int
    }

    private struct State {
        var current: RuleSet
        var problem: String?
        var reloadCount = 0
        var refusalCount = 0
    }

    private let state: Mutex<State>

    public init(_ rules: RuleSet) { state = Mutex(State(current: rules)) }

    public var current: RuleSet { state.withLock(\.current) }

    public var status: Status {
        state.withLock {
            Status(
                version: $0.current.version,
                ruleCount: $0.current.ruleCount,
                problem: $0.problem,
                reloadCount: $0.reloadCount,
                refusalCount: $0.refusalCount
            )
        }
    }

    /// Puts `rules` in use for every listing that has not begun to be read.
    public func replace(with rules: RuleSet) {
        // The old set's databases are freed after the lock.
        _ = state.withLock { state in
            let previous = state.current
            state.current = rules
            state.problem = nil
            state.reloadCount += 1
            return previous
        }
    }

    /// The file holds what cannot be used; the set in use stays.
    public func refuse(_ problem: String) {
        state.withLock { state in
            state.problem = problem
            state.refusalCount += 1
        }
    }

    /// The file is again what the set in use was made of.
    public func settle() { state.withLock { $0.problem = nil } }
}
