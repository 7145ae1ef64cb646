/// Bodies ordered by the instant at which they are due; equal instants run in the order they were added.
///
/// A binary heap with lazy removal: `remove` forgets the body, and its entry stays until it surfaces or until the forgotten entries
/// outnumber the living ones, when the heap is rebuilt. So a million timers that are set and cancelled hold at most twice the memory of
/// those alive.
package struct TimerHeap {
    private struct Entry {
        let due: MonotonicTime
        let number: UInt64

        static func < (left: Entry, right: Entry) -> Bool {
            left.due == right.due ? left.number < right.number : left.due < right.due
        }
    }

    private var entries: [Entry] = []
    private var bodies: [UInt64: () -> Void] = [:]
    private var lastNumber: UInt64 = 0

    package init() {}

    /// Timers that were added and neither ran nor were removed.
    package var count: Int { bodies.count }

    package var storedEntryCount: Int { entries.count }

    package mutating func add(due: MonotonicTime, _ body: @escaping () -> Void) -> UInt64 {
        lastNumber += 1
        bodies[lastNumber] = body
        entries.append(Entry(due: due, number: lastNumber))
        siftUp(from: entries.count - 1)
        return lastNumber
    }

    /// Does nothing where the timer has run or was removed before.
    package mutating func remove(_ number: UInt64) {
        guard bodies.removeValue(forKey: number) != nil else { return }
        if entries.count > 64, entries.count > bodies.count * 2 { rebuild() }
    }

    /// The earliest instant at which something is due.
    package mutating func nextDue() -> MonotonicTime? {
        while let first = entries.first {
            if bodies[first.number] != nil { return first.due }
            removeFirst()
        }
        return nil
    }

    /// Takes the next body that is due, `nil` where none is.
    package mutating func takeDue(at now: MonotonicTime) -> (() -> Void)? {
        while let first = entries.first {
            if let body = bodies[first.number] {
                guard first.due <= now else { return nil }
                bodies[first.number] = nil
                removeFirst()
                return body
            }
            removeFirst()
        }
        return nil
    }

    private mutating func removeFirst() {
        guard let last = entries.popLast(), !entries.isEmpty else { return }
        entries[0] = last
        siftDown(from: 0)
    }

    private mutating func rebuild() {
        entries = entries.filter { bodies[$0.number] != nil }.sorted { $0 < $1 }
    }

    private mutating func siftUp(from start: Int) {
        var child = start
        while child > 0 {
            let parent = (child - 1) / 2
            guard entries[child] < entries[parent] else { return }
            entries.swapAt(child, parent)
            child = parent
        }
    }

    private mutating func siftDown(from start: Int) {
        var parent = start
        while true {
            var smallest = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < entries.count && entries[child] < entries[smallest] {
                smallest = child
            }
            guard smallest != parent else { return }
            entries.swapAt(parent, smallest)
            parent = smallest
        }
    }
}
