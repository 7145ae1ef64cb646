internal import GRPCTransport
internal import Reactor
internal import Synchronization

/// One of a run's threads: sends its share of the calls and keeps its own records, so that threads do not wait for each other.
final class LoadWorker: Sendable {
    private let number: Int
    private let workerCount: Int
    private let plan: LoadPlan
    private let loop: EventLoop
    private let caller: any LoadCaller
    private let ledger: LedgerFile?
    private let kept = Mutex(LoadRecords())
    /// Calls that the closed loop has sent.
    private let closedCount = Atomic<Int>(0)

    init(
        _ number: Int,
        of workerCount: Int,
        _ plan: LoadPlan,
        _ target: any LoadTarget,
        on loops: EventLoopGroup,
        ledger: LedgerFile?
    ) {
        self.number = number
        self.workerCount = workerCount
        self.plan = plan
        loop = loops.next()
        self.ledger = ledger
        caller = target.caller(on: loops)
    }

    var records: LoadRecords { kept.withLock { $0 } }

    /// Returns when the last call has ended. Runs on the worker's loop.
    func run(start: ContinuousClock.Instant) async {
        await withTaskExecutorPreference(loop) {
            switch plan.pace {
            case .open(let schedule): await runOpen(schedule, start)
            case .closed(let callerCount, let seconds): await runClosed(callerCount, .seconds(seconds), start)
            }
        }
        caller.close()
    }

    /// How many calls leave in a row, when they are late, before answers are looked at again.
    private static let burst = 16

    private func runOpen(_ schedule: ArrivalSchedule, _ start: ContinuousClock.Instant) async {
        let limit = max(1, plan.maxOutstanding / workerCount)
        await withDiscardingTaskGroup { group in
            var inARow = 0
            for (index, offset) in schedule.enumerated() where index % workerCount == number {
                if Task.isCancelled { break }
                let intended = start + offset
                if intended > .now {
                    await sleep(until: intended)
                    inARow = 0
                } else if inARow >= Self.burst {
                    // Answers come in on this thread too.
                    await Task.yield()
                    inARow = 0
                }
                inARow += 1
                let call = LoadRecords.Call(second: Int(offset / .seconds(1)), isWarmUp: offset < plan.warmUp)
                let isSent = kept.withLock { records in
                    guard records.outstanding < limit else {
                        records.wasNotSent(call)
                        return false
                    }
                    records.began(call)
                    return true
                }
                if isSent { group.addTask(executorPreference: loop) { await self.send(index, call, intended: intended) } }
            }
        }
    }

    private func runClosed(_ callerCount: Int, _ duration: Duration, _ start: ContinuousClock.Instant) async {
        await withDiscardingTaskGroup { group in
            for each in 0..<callerCount where each % workerCount == number {
                group.addTask(executorPreference: loop) {
                    while !Task.isCancelled {
                        let now = ContinuousClock.now
                        let offset = max(.zero, start.duration(to: now))
                        guard offset < duration else { return }
                        let call = LoadRecords.Call(second: Int(offset / .seconds(1)), isWarmUp: offset < self.plan.warmUp)
                        self.kept.withLock { $0.began(call) }
                        let index = self.closedCount.add(1, ordering: .relaxed).oldValue * self.workerCount + self.number
                        await self.send(index, call, intended: now)
                    }
                }
            }
        }
    }

    private func send(_ index: Int, _ call: LoadRecords.Call, intended: ContinuousClock.Instant) async {
        let sent = ContinuousClock.now
        let result = await caller.send(plan.firstIndex + index, deadline: sent.advanced(by: plan.timeout))
        let now = ContinuousClock.now
        let latency = Self.microseconds(intended.duration(to: now))
        let wait = Self.microseconds(sent.duration(to: now))
        kept.withLock { $0.ended(call, result, latency: latency, wait: wait) }
        ledger?.add(result, latency: latency, wait: wait)
    }

    private func sleep(until instant: ContinuousClock.Instant) async {
        await withCheckedContinuation { continuation in
            _ = loop.schedule(at: instant) { continuation.resume() }
        }
    }

    private static func microseconds(_ duration: Duration) -> UInt64 { UInt64(clamping: Int64(duration / .microseconds(1))) }
}
