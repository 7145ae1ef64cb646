internal import CoreMetrics
import Synchronization

/// One counter or gauge: a double under a lock held for an addition.
final class ValueSeries: CounterHandler, FloatingPointCounterHandler, MeterHandler, RecorderHandler {
    private let value = Mutex<Double>(0)

    func increment(by amount: Int64) { value.withLock { $0 += Double(amount) } }
    func increment(by amount: Double) { value.withLock { $0 += amount } }
    func decrement(by amount: Double) { value.withLock { $0 -= amount } }
    func set(_ new: Int64) { value.withLock { $0 = Double(new) } }
    func set(_ new: Double) { value.withLock { $0 = new } }
    func record(_ new: Int64) { set(new) }
    func record(_ new: Double) { set(new) }
    func reset() { set(0.0) }

    var text: String {
        let current = value.withLock { $0 }
        return current == current.rounded() && abs(current) < 1e15 ? String(Int64(current)) : String(current)
    }
}
