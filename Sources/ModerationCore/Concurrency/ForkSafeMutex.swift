import Glibc

/// A lock around a value, for the stages that training runs in its own processes.
///
/// `Synchronization.Mutex` notes its owner by a thread id that is kept for each thread and is stale in a forked child, which then dies at
/// its next lock; PyTorch's data loaders fork. A POSIX mutex of the default type does not mind, as long as no other thread held it at
/// the fork.
///
/// `@unchecked Sendable`: the value is touched under the lock only.
public final class ForkSafeMutex<Value>: @unchecked Sendable {
    // pthread_mutex_init(3): a mutex must not move, so it has an allocation of its own.
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private var value: Value

    public init(_ value: sending Value) {
        self.value = value
        mutex = .allocate(capacity: 1)
        mutex.initialize(to: pthread_mutex_t())
        pthread_mutex_init(mutex, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    /// Calls `body` with the value while nobody else has it; `body` must neither wait nor call out.
    public func withLock<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body(&value)
    }
}
