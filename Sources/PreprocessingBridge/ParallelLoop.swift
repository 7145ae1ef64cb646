import CHolsterPreprocessing
import Glibc
import Synchronization

/// Runs a body once for each index, on the calling thread and on others that end before `run` does.
///
/// Threads take the next index when they are done with one: photos differ a hundredfold in what they cost.
final class ParallelLoop: Sendable {
    private let count: Int
    private let body: @Sendable (Int) -> Void
    private let next = Atomic<Int>(0)

    private init(count: Int, body: @escaping @Sendable (Int) -> Void) {
        self.count = count
        self.body = body
    }

    /// At most `threadCount` threads (1 to ``HOLSTER_MAX_THREAD_COUNT``), the caller's among them. When the system gives fewer, fewer do the work.
    static func run(count: Int, threadCount: Int, _ body: @escaping @Sendable (Int) -> Void) {
        let loop = ParallelLoop(count: count, body: body)
        let extra = min(threadCount, Int(HOLSTER_MAX_THREAD_COUNT), count) - 1
        let threads = extra > 0 ? loop.start(extra) : []
        loop.work()
        for thread in threads { pthread_join(thread, nil) }
    }

    private func work() {
        while true {
            let index = next.add(1, ordering: .relaxed).oldValue
            guard index < count else { return }
            body(index)
        }
    }

    /// Started with every signal blocked, so that the host program's handlers run on its own threads.
    private func start(_ threadCount: Int) -> [pthread_t] {
        var all = sigset_t()
        var before = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_BLOCK, &all, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        var threads: [pthread_t] = []
        for _ in 0..<threadCount {
            let loop = Unmanaged.passRetained(self)
            var thread = pthread_t()
            let result = pthread_create(
                &thread,
                nil,
                { pointer in
                    if let pointer { Unmanaged<ParallelLoop>.fromOpaque(pointer).takeRetainedValue().work() }
                    return nil
                },
                loop.toOpaque()
            )
            guard result == 0 else {
                loop.release()
                break
            }
            threads.append(thread)
        }
        return threads
    }
}
