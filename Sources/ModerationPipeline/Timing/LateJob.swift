import ModerationCore
import Reactor

/// What became of a job on the worker pool by its deadline.
enum LateJob<Value: Sendable>: Sendable {
    case done(Value)
    /// Given up: the job, which cannot be interrupted, ends by itself, and the pool bounds how many such there are.
    case late
    case refused(WorkerPoolFull)

    /// Runs `work` on `pool` and waits for it until `deadline`, or until the task is cancelled.
    static func run(
        on pool: WorkerPool,
        by deadline: Deadline,
        sleep: @escaping @Sendable (Deadline) async throws -> Void,
        _ work: @escaping @Sendable () -> Value
    ) async -> LateJob<Value> {
        let outcome = OneShot<LateJob<Value>>()
        // Not a child of the check: the check may end before the job does.
        Task {
            do throws(WorkerPoolFull) {
                outcome.give(.done(try await pool.run(work)))
            } catch {
                outcome.give(.refused(error))
            }
        }
        let alarm = Task {
            guard (try? await sleep(deadline)) != nil else { return }
            outcome.give(.late)
        }
        defer { alarm.cancel() }
        return await withTaskCancellationHandler {
            await outcome.value()
        } onCancel: {
            outcome.give(.late)
        }
    }
}
