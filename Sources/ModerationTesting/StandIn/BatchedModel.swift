import GRPCTransport
import Reactor

/// Runs one model's batches: nothing is computed, time passes by the model's curve.
///
/// On one event loop, whose timers are its clock.
actor BatchedModel {
    private let eventLoop: EventLoop
    private let name: String
    private let latency: LatencyCurve
    private var queue: BatchQueue
    private var waiting: [UInt64: CheckedContinuation<Bool, Never>] = [:]
    private var lastID: UInt64 = 0
    private(set) var count = StandInCount()

    nonisolated var unownedExecutor: UnownedSerialExecutor { eventLoop.asUnownedSerialExecutor() }

    init(_ name: String, latency: LatencyCurve, settings: BatchQueue.Settings, eventLoop: EventLoop) {
        self.name = name
        self.latency = latency
        self.eventLoop = eventLoop
        queue = BatchQueue(settings)
    }

    /// Returns when the batch that the request went with is done. A caller who gives up changes nothing for the batch, as in Triton.
    func run(rowCount: Int, shapes: [[Int64]]) async throws(GRPCStatus) {
        lastID += 1
        let request = BatchQueue.Request(id: lastID, rowCount: rowCount, shapes: shapes)
        count.requestCount += 1
        let hasRun = await withCheckedContinuation { continuation in
            waiting[request.id] = continuation
            perform(queue.arrive(request, at: .now))
        }
        // Triton's words and status.
        guard hasRun else { throw GRPCStatus(.unavailable, "in ensemble or model '\(name)': Exceeds maximum queue size") }
    }

    private func perform(_ actions: [BatchQueue.Action]) {
        for action in actions {
            switch action {
            case .refuse(let id):
                count.refusedCount += 1
                waiting.removeValue(forKey: id)?.resume(returning: false)
            case .wait(let due):
                _ = eventLoop.schedule(at: due) { self.assumeIsolated { $0.perform($0.queue.wake(at: .now)) } }
            case .run(let ids, let rowCount):
                let time = latency.latency(rowCount: rowCount)
                count.add(batchOf: rowCount, time)
                _ = eventLoop.schedule(after: time) { self.assumeIsolated { $0.finish(ids) } }
            }
        }
    }

    private func finish(_ ids: [UInt64]) {
        perform(queue.finish(at: .now))
        for id in ids { waiting.removeValue(forKey: id)?.resume(returning: true) }
    }
}
