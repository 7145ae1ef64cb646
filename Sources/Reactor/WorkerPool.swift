/// A few threads for work that computes or blocks, behind a queue with a limit.
///
/// `run` and `offer` refuse at once when `queueLimit` jobs wait. Tasks that prefer the pool as their executor are queued in the same line but
/// cannot be refused: whoever starts such tasks bounds their number.
public final class WorkerPool: Sendable, TaskExecutor {
    public let name: String
    public let queueLimit: Int
    private let queue: WorkQueue
    private let threads: [SystemThread]

    /// Starts `threadCount` (at least 1) threads. Where the system grants fewer, the pool runs with those it got; with none, everything is refused.
    public init(name: String, threadCount: Int, queueLimit: Int) {
        self.name = name
        self.queueLimit = max(0, queueLimit)
        let queue = WorkQueue()
        self.queue = queue
        threads = (0..<max(1, threadCount)).compactMap { index in
            try? SystemThread(name: "\(name)-\(index)") {
                while let work = queue.take() { work() }
            }
        }
        if threads.isEmpty { queue.close() }
        for thread in threads { thread.detach() }
    }

    deinit { queue.close() }

    /// Runs `work` on one of the threads and returns what it returned.
    public func run<R: Sendable>(_ work: @escaping @Sendable () -> R) async throws(WorkerPoolFull) -> R {
        let outcome: Result<R, WorkerPoolFull> = await withCheckedContinuation { continuation in
            let accepted = queue.offer(limit: queueLimit) { continuation.resume(returning: .success(work())) }
            if !accepted { continuation.resume(returning: .failure(WorkerPoolFull(poolName: name, queueLimit: queueLimit))) }
        }
        return try outcome.get()
    }

    /// Queues `work` and returns at once; what becomes of it is the caller's to arrange.
    public func offer(_ work: @escaping @Sendable () -> Void) throws(WorkerPoolFull) {
        if !queue.offer(limit: queueLimit, work) { throw WorkerPoolFull(poolName: name, queueLimit: queueLimit) }
    }

    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = asUnownedTaskExecutor()
        // A task that outlives its pool still has to finish: it goes on where it was resumed.
        if !queue.offer(limit: nil, { job.runSynchronously(on: executor) }) {
            job.runSynchronously(on: executor)
        }
    }

    /// Jobs that wait, those running not counted.
    public var waitingCount: Int { queue.waitingCount }

    /// Refuses new work, runs what waits, ends the threads. Does not wait for them.
    public func shutDown() { queue.close() }
}

/// The pool's queue stood at its limit, or the pool was shut down.
public struct WorkerPoolFull: Error, Sendable, Equatable {
    public let poolName: String
    public let queueLimit: Int

    public init(poolName: String, queueLimit: Int) {
        self.poolName = poolName
        self.queueLimit = queueLimit
    }
}
