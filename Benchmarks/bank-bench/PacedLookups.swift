import Foundation
import ModerationCore
import RedisAdapter
import Synchronization

/// Seller lookups at every tick of a clock, whatever became of the ones before; latency counts from the tick.
struct PacedLookups {
    let store: RedisFeatureStore

    func measure(rate: Int, seconds: Int) async throws -> String {
        let outcome = Outcome()
        while await store.sellerFeatures(sellerID: "s", deadline: .after(.seconds(1), from: .now)) == .unavailable {
            try await Task.sleep(for: .milliseconds(20))
        }
        let (start, interval) = (ContinuousClock.now, Duration.seconds(1) / rate)
        await withDiscardingTaskGroup { group in
            for index in 0..<(rate * seconds) {
                let tick = start + interval * index
                try? await Task.sleep(until: tick, tolerance: .zero, clock: .continuous)
                group.addTask {
                    let lookup = await store.sellerFeatures(sellerID: "s\(index)", deadline: .after(.seconds(1), from: .now))
                    let wait = Double(tick.duration(to: .now).wholeMicroseconds) / 1_000
                    outcome.add(wait, isLate: lookup == .unavailable)
                }
            }
        }
        let (waits, lateCount) = outcome.all
        return "{\"lookups\": \(waits.count), \"unavailable\": \(lateCount), \(BankBench.percentiles(waits))}"
    }

    private final class Outcome: Sendable {
        private let state = Mutex<(waits: [Double], lateCount: Int)>(([], 0))

        var all: (waits: [Double], lateCount: Int) { state.withLock { $0 } }

        func add(_ wait: Double, isLate: Bool) {
            state.withLock { state in
                state.waits.append(wait)
                if isLate { state.lateCount += 1 }
            }
        }
    }
}
