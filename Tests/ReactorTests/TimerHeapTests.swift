import Reactor
import TestSupport
import Testing

@Suite struct TimerHeapTests {
    /// The oracle is a sorted array.
    @Test func takeDue_matchesASortedList() {
        var random = SeededRandom(seed: 41)
        let start = MonotonicTime.now
        for _ in 0..<50 {
            var heap = TimerHeap()
            var taken: [Int] = []
            var living: [(due: Int, number: UInt64)] = []
            for _ in 0..<300 {
                let due = Int.random(in: 0..<100, using: &random)
                let number = heap.add(due: start.advanced(by: .seconds(due))) { taken.append(due) }
                living.append((due, number))
                if Int.random(in: 0..<3, using: &random) == 0 {
                    let victim = living.remove(at: Int.random(in: 0..<living.count, using: &random))
                    heap.remove(victim.number)
                    heap.remove(victim.number)
                }
            }
            #expect(heap.count == living.count)
            #expect(heap.nextDue() == living.map(\.due).min().map { start.advanced(by: .seconds($0)) })
            let now = Int.random(in: 0..<100, using: &random)
            while let body = heap.takeDue(at: start.advanced(by: .seconds(now))) { body() }
            #expect(taken == living.map(\.due).filter { $0 <= now }.sorted())
            #expect(heap.count == living.count - taken.count)
        }
    }

    @Test func remove_whenMostTimersAreCancelled_keepsTheHeapSmall() {
        var heap = TimerHeap()
        let start = MonotonicTime.now
        for round in 0..<100_000 {
            let number = heap.add(due: start.advanced(by: .seconds(round))) {}
            heap.remove(number)
        }
        #expect(heap.count == 0)
        #expect(heap.storedEntryCount <= 66)
        #expect(heap.nextDue() == nil)
    }

    @Test func takeDue_whenEqual_keepsTheOrderOfAdding() {
        var heap = TimerHeap()
        var order: [Int] = []
        let due = MonotonicTime.now
        for number in 0..<100 { _ = heap.add(due: due) { order.append(number) } }
        while let body = heap.takeDue(at: due) { body() }
        #expect(order == Array(0..<100))
    }
}
