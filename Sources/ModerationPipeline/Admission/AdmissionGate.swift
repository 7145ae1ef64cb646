import ModerationCore
import Synchronization

/// Bounds the checks under way. Full: the next one is refused at once, since a queue here would only make every check late.
public final class AdmissionGate: Sendable {
    private struct State {
        var inFlightCount = 0
        var isDraining = false
    }

    public let limit: Int
    private let state = Mutex(State())

    public init(limit: Int) { self.limit = max(1, limit) }

    public var inFlightCount: Int { state.withLock { $0.inFlightCount } }

    /// Admits no further check; those under way go on.
    public func drain() { state.withLock { $0.isDraining = true } }

    /// Throws ``ModerationError/Code/draining`` or ``ModerationError/Code/overloaded``.
    func admit() throws(ModerationError) -> AdmissionPermit {
        enum Refusal { case draining, full }
        let refusal: Refusal? = state.withLock { state in
            if state.isDraining { return .draining }
            if state.inFlightCount >= limit { return .full }
            state.inFlightCount += 1
            return nil
        }
        switch refusal {
        case nil: return AdmissionPermit(gate: self)
        case .draining:
            throw ModerationError(.draining, "this server is shutting down", source: .internal, isRetryable: true)
        case .full:
            throw ModerationError(
                .overloaded,
                "checks in flight: the limit of \(limit) is reached",
                source: .internal,
                isRetryable: true
            )
        }
    }

    fileprivate func release() { state.withLock { $0.inFlightCount -= 1 } }
}

/// The right to run one check; given back when it goes out of scope.
struct AdmissionPermit: ~Copyable, Sendable {
    private let gate: AdmissionGate

    fileprivate init(gate: AdmissionGate) { self.gate = gate }

    deinit { gate.release() }
}
