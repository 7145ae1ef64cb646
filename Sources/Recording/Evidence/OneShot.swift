internal import Synchronization

/// Calls its receiver with the first value only.
package final class OneShot<Value: Sendable>: Sendable {
    private let hasFired = Atomic(false)
    private let receive: @Sendable (Value) -> Void

    package init(_ receive: @escaping @Sendable (Value) -> Void) { self.receive = receive }

    /// True when this was the first call.
    @discardableResult
    package func fire(_ value: Value) -> Bool {
        guard !hasFired.exchange(true, ordering: .acquiringAndReleasing) else { return false }
        receive(value)
        return true
    }
}
