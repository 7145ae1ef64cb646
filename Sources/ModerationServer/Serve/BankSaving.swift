import Logging
import Reactor
import Screening
import ServiceLifecycle

/// Writes changed banks to disk every so often and at the end, so that a restart without Redis has them.
struct BankSaving: Service {
    let folder: BankSnapshotFolder
    let banks: BankSet
    let interval: Duration
    /// A thread of its own: a large bank takes seconds.
    let pool: WorkerPool
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                let began = ContinuousClock.now
                await save()
                // A disk that is slow is not kept busy all the time.
                let pause = max(interval, began.duration(to: .now) * 4)
                try? await Task.sleep(for: pause)
            }
        }
        await save()
    }

    private func save() async {
        guard let failures = try? await pool.run({ [folder, banks] in folder.save(banks) }) else { return }
        for failure in failures { logger.error("banks.directory: \(failure.path): \(failure.error)") }
    }
}
