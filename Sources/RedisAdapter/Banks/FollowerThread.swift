internal import Dispatch

/// A thread of the follower's own: parsing a snapshot of many entries must not hold Swift's cooperative threads.
final class FollowerThread: TaskExecutor {
    private let queue = DispatchQueue(label: "holster.bank-follower")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
