import Synchronization

/// So many at once, and no more: whoever comes then is told so.
final class LongCallSlots: Sendable {
    private let limit: Int
    private let taken = Atomic<Int>(0)

    init(limit: Int) { self.limit = limit }

    /// False where all are taken.
    func take() -> Bool {
        if taken.wrappingAdd(1, ordering: .relaxed).newValue <= limit { return true }
        taken.wrappingSubtract(1, ordering: .relaxed)
        return false
    }

    func giveBack() { taken.wrappingSubtract(1, ordering: .relaxed) }
}
