internal import CLinux
internal import DequeModule

/// Closures in line for a pool's threads.
//
// `@unchecked Sendable`: everything mutable is touched only while `lock` is held (pthread_mutex(3): one owner at a time).
final class WorkQueue: @unchecked Sendable {
    private let lock: UnsafeMutablePointer<pthread_mutex_t>
    private let arrival: UnsafeMutablePointer<pthread_cond_t>
    private var waiting = Deque<@Sendable () -> Void>()
    private var idleThreadCount = 0
    private var isClosed = false

    init() {
        lock = .allocate(capacity: 1)
        lock.initialize(to: pthread_mutex_t())
        pthread_mutex_init(lock, nil)
        arrival = .allocate(capacity: 1)
        arrival.initialize(to: pthread_cond_t())
        pthread_cond_init(arrival, nil)
    }

    deinit {
        pthread_cond_destroy(arrival)
        arrival.deallocate()
        pthread_mutex_destroy(lock)
        lock.deallocate()
    }

    var waitingCount: Int {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        return waiting.count
    }

    /// False, and nothing queued, where closed or where `limit` jobs wait beyond those that an idle thread is about to take.
    func offer(limit: Int?, _ work: @escaping @Sendable () -> Void) -> Bool {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        guard !isClosed else { return false }
        if let limit, waiting.count - idleThreadCount >= limit { return false }
        waiting.append(work)
        pthread_cond_signal(arrival)
        return true
    }

    /// Waits for work; `nil` once closed and empty.
    func take() -> (@Sendable () -> Void)? {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        while waiting.isEmpty {
            if isClosed { return nil }
            idleThreadCount += 1
            pthread_cond_wait(arrival, lock)
            idleThreadCount -= 1
        }
        return waiting.popFirst()
    }

    func close() {
        pthread_mutex_lock(lock)
        isClosed = true
        pthread_cond_broadcast(arrival)
        pthread_mutex_unlock(lock)
    }
}
