import Foundation
import ModerationCore
import Reactor
import RedisAdapter

/// Banks in Redis, measured and followed from a process of its own: what tests of two processes and Benchmarks/screening start. One role a process.
///
///     bank-bench import HOST:PORT BANK COUNT           entries a second into a bank, which is made where it is absent
///     bank-bench load HOST:PORT BANK                   seconds from the start of a follower until the bank is in memory
///     bank-bench follow HOST:PORT                      tells of each change on standard output, until standard input ends
///     bank-bench remote HOST:PORT CHANGES SECONDS      insert_remote_p99_ms: adds, quarantines and removes here until seen by a `follow`
///     bank-bench features HOST:PORT RATE SECONDS       latency of seller lookups at a rate
///
/// All but `follow` print one JSON object.
@main
enum BankBench {
    struct Usage: Error {}

    static func main() {
        let words = Array(CommandLine.arguments.dropFirst())
        Task.detached {
            do {
                print(try await run(words))
                exit(0)
            } catch {
                print("error: \(error)")
                exit(1)
            }
        }
        while true { pause() }
    }

    private static func run(_ words: [String]) async throws -> String {
        switch (words.first, words.count) {
        case ("import", 4):
            return try await BankImport(store: try store(words[1]), bank: words[2]).measure(entryCount: try number(words[3]))
        case ("load", 3): return try await BankLoading(endpoint: try endpoint(words[1])).measure(bank: words[2])
        case ("follow", 2): return try await ChangeReport.run(endpoint: try endpoint(words[1]))
        case ("remote", 4):
            let changes = RemoteChanges(endpoint: words[1], store: try store(words[1]))
            return try await changes.measure(changeCount: try number(words[2]), seconds: try number(words[3]))
        case ("features", 4):
            let lookups = PacedLookups(store: RedisFeatureStore(client: try client(try endpoint(words[1]))))
            return try await lookups.measure(rate: try number(words[2]), seconds: try number(words[3]))
        default: throw Usage()
        }
    }

    static let time = TimeSource(
        monotonicNow: { ContinuousClock.now },
        wallNow: { UnixTime(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000)) }
    )

    /// A client with a loop of its own.
    static func client(_ endpoint: RedisConfiguration.Endpoint) throws -> RedisClient {
        RedisClient(RedisConfiguration(endpoint: endpoint), loop: try EventLoopGroup(threadCount: 1, name: "redis").next())
    }

    static func store(_ endpoint: String) throws -> RedisBankStore {
        RedisBankStore(client: try client(try Self.endpoint(endpoint)), time: time)
    }

    static func endpoint(_ text: String) throws -> RedisConfiguration.Endpoint {
        guard let endpoint = RedisConfiguration.Endpoint(parsing: text) else { throw Usage() }
        return endpoint
    }

    private static func number(_ text: String) throws -> Int {
        guard let number = Int(text) else { throw Usage() }
        return number
    }

    static func seconds(since start: ContinuousClock.Instant) -> Double {
        Double(start.duration(to: .now).wholeMicroseconds) / 1_000_000
    }

    /// Nanoseconds of the clock that all processes of the machine share.
    static func monotonicNanoseconds() -> Int64 {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
    }

    static func percentiles(_ milliseconds: [Double]) -> String {
        let sorted = milliseconds.sorted()
        return [0.5, 0.99, 1].map { quantile in
            let value = sorted.isEmpty ? -1 : sorted[min(sorted.count - 1, Int(Double(sorted.count) * quantile))]
            return String(format: "\"p%g_ms\": %.3f", quantile * 100, value)
        }.joined(separator: ", ")
    }
}
