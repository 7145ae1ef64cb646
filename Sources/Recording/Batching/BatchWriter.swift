internal import Dispatch
internal import Glibc
package import ModerationCore
internal import Synchronization

/// How much may wait in a ``BatchWriter``, and for how long it gathers.
package struct BatchLimits: Sendable {
    package var entryCount: Int
    /// In the unit that the caller weighs its entries in.
    package var weight: Int
    /// How long the writer waits after the first entry before it takes what is there.
    package var gatherWindow: Duration

    package init(entryCount: Int, weight: Int = .max, gatherWindow: Duration = .zero) {
        self.entryCount = entryCount
        self.weight = weight
        self.gatherWindow = gatherWindow
    }
}

/// A bounded queue and one writing thread: whatever waits is written in one go, so that many entries share one flush to disk.
///
/// While a batch is being written the next one gathers by itself, so the gather window is zero by default. The work runs on a serial dispatch
/// queue of its own, never on Swift's cooperative threads. When the queue is full an entry is refused at once.
package final class BatchWriter<Entry: Sendable>: Sendable {
    package typealias Completion = @Sendable (StoreFailure?) -> Void

    private struct Waiting {
        var entries: [Entry] = []
        var completions: [Completion] = []
        /// Of the entries above and of the batch being written: a slow disk holds memory in both.
        var weight = 0
        var count = 0
        var isDraining = false
        var isClosed = false
    }

    private let waiting = Mutex(Waiting())
    private let limits: BatchLimits
    private let weigh: @Sendable (Entry) -> Int
    private let write: @Sendable ([Entry]) -> [StoreFailure?]
    private let thread: DispatchQueue

    /// - Parameter write: runs on the writer's thread; returns one result an entry, `nil` for success.
    package init(
        label: String,
        limits: BatchLimits,
        weigh: @escaping @Sendable (Entry) -> Int = { _ in 1 },
        write: @escaping @Sendable ([Entry]) -> [StoreFailure?]
    ) {
        self.limits = limits
        self.weigh = weigh
        self.write = write
        thread = DispatchQueue(label: label, qos: .userInitiated)
    }

    /// Returns once the entry's batch is written; throws at once when the queue is full.
    package func append(_ entry: Entry) async throws(StoreFailure) {
        let failure: StoreFailure? = await withCheckedContinuation { continuation in
            enqueue(entry) { continuation.resume(returning: $0) }
        }
        if let failure { throw failure }
    }

    /// Calls `completion` exactly once: on the writer's thread, or here when the entry is refused.
    package func enqueue(_ entry: Entry, completion: @escaping Completion) {
        let entryWeight = max(0, weigh(entry))
        var refusal: StoreFailure?
        let mustStart = waiting.withLock { state -> Bool in
            if state.isClosed {
                refusal = StoreFailure("the store is closed")
            } else if state.count >= limits.entryCount || entryWeight > limits.weight - state.weight {
                refusal = StoreFailure("the store's queue is full: \(state.count) entries of \(limits.entryCount) wait")
            }
            if refusal != nil { return false }
            state.entries.append(entry)
            state.completions.append(completion)
            state.weight += entryWeight
            state.count += 1
            defer { state.isDraining = true }
            return !state.isDraining
        }
        if let refusal { return completion(refusal) }
        if mustStart { thread.async { self.drain() } }
    }

    /// Refuses new entries and returns once all that waited are written.
    package func close() async {
        waiting.withLock { $0.isClosed = true }
        await withCheckedContinuation { continuation in
            thread.async { continuation.resume() }
        }
    }

    private func drain() {
        while true {
            pause(limits.gatherWindow)
            let (entries, completions) = waiting.withLock { state in
                let taken = (state.entries, state.completions)
                state.entries = []
                state.completions = []
                if taken.0.isEmpty { state.isDraining = false }
                return taken
            }
            if entries.isEmpty { return }
            let results = write(entries)
            let weight = entries.reduce(0) { $0 + max(0, weigh($1)) }
            waiting.withLock { state in
                state.weight -= weight
                state.count -= entries.count
            }
            for (index, completion) in completions.enumerated() {
                completion(index < results.count ? results[index] : StoreFailure("the writer gave no result"))
            }
        }
    }

    private func pause(_ duration: Duration) {
        let microseconds = duration.wholeMicroseconds
        // One second is far beyond any useful window and keeps the conversion in range.
        if microseconds > 0 { usleep(useconds_t(min(microseconds, 1_000_000))) }
    }
}
