import Foundation
import ModerationCore
import RedisAdapter
import Screening
import Synchronization

/// The time from a follower's start until a bank's snapshot has reached the sink, and until the banks in memory answer from it.
struct BankLoading {
    let endpoint: RedisConfiguration.Endpoint

    /// Notes when a snapshot arrived, then gives it to the banks in memory.
    private final class Stopwatch: BankChangeSink {
        private let banks = BankSet(monotonicNow: BankBench.time.monotonicNow, wallNow: BankBench.time.wallNow)
        private let arrivals = Mutex<
            [String: (entryCount: Int, readAt: ContinuousClock.Instant, installedAt: ContinuousClock.Instant)]
        >([:])

        func arrival(_ name: String) -> (entryCount: Int, readAt: ContinuousClock.Instant, installedAt: ContinuousClock.Instant)?
        {
            arrivals.withLock { $0[name] }
        }

        func replace(_ metadata: BankMetadata, entries: [BankEntry]) {
            let readAt = ContinuousClock.now
            banks.replace(metadata, entries: entries)
            arrivals.withLock { $0[metadata.name] = (entries.count, readAt, .now) }
        }

        func apply(_ change: BankChange, toBank name: String, epoch: Int64) { banks.apply(change, toBank: name, epoch: epoch) }
        func drop(bank name: String) { banks.drop(bank: name) }
        func confirmFresh(at now: ContinuousClock.Instant, banks names: Set<String>) {
            banks.confirmFresh(at: now, banks: names)
        }
    }

    func measure(bank: String) async throws -> String {
        let client = try BankBench.client(endpoint)
        while !client.isConnected { try await Task.sleep(for: .milliseconds(1)) }
        let sink = Stopwatch()
        let follower = RedisBankFollower(client: client, sink: sink, time: BankBench.time)
        let start = ContinuousClock.now
        let running = Task { await follower.run() }
        while sink.arrival(bank) == nil { try await Task.sleep(for: .milliseconds(5)) }
        guard let arrival = sink.arrival(bank) else { throw BankBench.Usage() }
        running.cancel()
        await running.value
        return String(
            format: "{\"entries\": %d, \"read_seconds\": %.3f, \"seconds\": %.3f, \"malformed\": %d}",
            arrival.entryCount,
            Double(start.duration(to: arrival.readAt).wholeMicroseconds) / 1_000_000,
            Double(start.duration(to: arrival.installedAt).wholeMicroseconds) / 1_000_000,
            follower.status.malformedCount
        )
    }
}
