import Foundation
import GRPCTransport
import Reactor
import Synchronization

/// A caller who sends a small unary call at every tick of a clock, whatever became of the one before; latency counts from the tick.
struct PacedCalls {
    let endpoint: SocketEndpoint
    /// Calls a second.
    let rate: Int

    private struct Outcome {
        var latencies: [Double] = []
        var failures: [String: Int] = [:]
    }

    /// A JSON object: calls answered, calls failed, latencies in microseconds.
    func measure(seconds: Int) async throws -> String {
        let loops = try EventLoopGroup(threadCount: 1, name: "pace")
        var configuration = GRPCChannel.Configuration()
        configuration.connectionCount = 1
        let channel = GRPCChannel(endpoint: endpoint, configuration: configuration, eventLoops: loops)
        _ = try await channel.unary(path, message, deadline: .now + .seconds(5))
        let outcome = OutcomeBox()
        let (start, interval) = (ContinuousClock.now, Duration.seconds(1) / rate)
        await withDiscardingTaskGroup { group in
            for index in 0..<(rate * seconds) {
                let tick = start + interval * index
                try? await Task.sleep(until: tick, tolerance: .zero, clock: .continuous)
                group.addTask { await call(channel, tick: tick, into: outcome) }
            }
        }
        return outcome.value.withLock { report($0) }
    }

    private final class OutcomeBox: Sendable {
        let value = Mutex(Outcome())
    }

    private var path: String { "/bench.Echo/Unary" }

    private var message: GRPCMessage { GRPCMessage([UInt8](repeating: 1, count: 100)) }

    private func call(_ channel: GRPCChannel, tick: ContinuousClock.Instant, into outcome: OutcomeBox) async {
        do {
            _ = try await channel.unary(path, message, deadline: .now + .seconds(5))
            let latency = (ContinuousClock.now - tick) / .microseconds(1)
            outcome.value.withLock { $0.latencies.append(latency) }
        } catch {
            outcome.value.withLock { $0.failures[error.description, default: 0] += 1 }
        }
    }

    private func report(_ outcome: Outcome) -> String {
        let sorted = outcome.latencies.sorted()
        func at(_ share: Double) -> Double {
            sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
        }
        let failed = outcome.failures.values.reduce(0, +)
        return #"{"calls": \#(sorted.count), "failed": \#(failed), "p50_us": \#(at(0.5)), "p99_us": \#(at(0.99))}"#
    }
}
