import Synchronization

/// How many photos were looked up within the last window, counted by all threads without a lock.
final class LookupWindow: Sendable {
    private static let partCount: Int64 = 8
    private let partLength: Int64
    /// Each part is its number in the upper half and its count in the lower: a part that is over is taken for the next one in a single exchange.
    private let parts: [Part]

    private final class Part: Sendable {
        let value = Atomic<UInt64>(0)
    }

    /// `window` in milliseconds.
    init(window: Int64) {
        partLength = max(1, window / Self.partCount)
        parts = (0..<Self.partCount).map { _ in Part() }
    }

    func add(at now: Int64) {
        let number = UInt64(UInt32(truncatingIfNeeded: now / partLength))
        let part = parts[Int(number % UInt64(Self.partCount))]
        var value = part.value.load(ordering: .relaxed)
        while true {
            let next = value >> 32 == number ? value + 1 : number << 32 | 1
            let result = part.value.weakCompareExchange(expected: value, desired: next, ordering: .relaxed)
            if result.exchanged { return }
            value = result.original
        }
    }

    func count(at now: Int64) -> Int {
        let number = now / partLength
        return parts.reduce(0) { sum, part in
            let value = part.value.load(ordering: .relaxed)
            let age = number - Int64(value >> 32)
            return (0..<Self.partCount).contains(age) ? sum + Int(value & 0xFFFF_FFFF) : sum
        }
    }
}
