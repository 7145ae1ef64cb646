package import Reactor

/// Sends every call of a plan and waits for the answers.
package struct LoadRun: Sendable {
    /// Before the first call, so that all workers start at one moment.
    private static let lead: Duration = .milliseconds(50)

    private let workers: [LoadWorker]

    /// A worker for each of `loops`, on the first thread of it.
    package init(_ plan: LoadPlan, _ target: any LoadTarget, loops: [EventLoopGroup], ledger: LedgerFile? = nil) {
        workers = loops.enumerated().map { LoadWorker($0.offset, of: loops.count, plan, target, on: $0.element, ledger: ledger) }
    }

    /// So far.
    package var records: LoadRecords {
        workers.reduce(into: LoadRecords()) { $0.add($1.records) }
    }

    /// Returns how long it took from the first intended send to the last answer. When the task is cancelled no further call leaves, and
    /// those under way are waited for.
    package func perform() async -> Duration {
        let start = ContinuousClock.now.advanced(by: Self.lead)
        await withDiscardingTaskGroup { group in
            for worker in workers { group.addTask { await worker.run(start: start) } }
        }
        return start.duration(to: .now)
    }
}
