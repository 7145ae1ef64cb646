internal import CLinux
internal import Synchronization

/// One thread that runs closures and tasks in the order they were handed in, watches descriptors and keeps timers.
///
/// As a `SerialExecutor` it is the executor of actors that own a connection; as a `TaskExecutor` it runs tasks that answer small work
/// where it arrived. Whatever runs here delays every connection of the loop: nothing may block or compute for long.
///
/// The inbox has no bound of its own: every queue that feeds it (calls, streams, connections) is bounded where it begins.
//
// `@unchecked Sendable`: `inbox` and `threadNumber` are synchronised; `epoll.wake` is safe from any thread; `registrations`, `timers` and
// the rest of the "loop only" state are touched by the loop's own thread alone, which `preconditionCurrent` checks at every entrance.
public final class EventLoop: SerialExecutor, TaskExecutor, @unchecked Sendable {
    private enum Work {
        case closure(@Sendable () -> Void)
        case job(UnownedJob)
    }

    private struct Inbox {
        var work: [Work] = []
        /// The loop waits, or is about to wait, in epoll: whoever hands in work must wake it.
        var isWaiting = false
        var isStopping = false
        var hasStopped = false
    }

    private struct Watched {
        let descriptor: Int32
        let handler: (Readiness) -> Void
    }

    public let name: String
    private let inbox = Mutex(Inbox())
    private let threadNumber = Atomic<UInt>(0)
    private let epoll: EpollSet

    // Loop only.
    private var watched: [UInt64: Watched] = [:]
    private var lastToken: UInt64 = 0
    private var timers = TimerHeap()
    private var events = [epoll_event](repeating: epoll_event(), count: 256)
    private var batch: [Work] = []
    private var readyBatch: [(UInt64, Readiness)] = []
    private var endOfTurn: [() -> Void] = []
    private var turnParticipants: [any LoopTurnParticipant] = []
    private var turnBatch: [any LoopTurnParticipant] = []
    private let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 128 << 10, alignment: 16)

    /// Opens the descriptors; `start` of the group runs the thread.
    init(name: String) throws(ReactorError) {
        self.name = name
        epoll = try EpollSet()
    }

    deinit { scratch.deallocate() }

    // MARK: Any thread

    /// True on the loop's own thread.
    public var isCurrent: Bool { threadNumber.load(ordering: .relaxed) == UInt(pthread_self()) }

    /// Runs `work` on the loop, after everything handed in before. False, and dropped, where the loop has stopped.
    @discardableResult
    public func execute(_ work: @escaping @Sendable () -> Void) -> Bool {
        handIn(.closure(work))
    }

    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        // A task that outlives its loop still has to finish: it goes on where it was resumed.
        if !handIn(.job(job)) { run(job) }
    }

    public func checkIsolated() {
        preconditionCurrent()
    }

    public func isIsolatingCurrentContext() -> Bool? { isCurrent }

    public func preconditionCurrent() {
        precondition(isCurrent, "called off the event loop \(name)")
    }

    // MARK: Loop only: descriptors

    /// A watched descriptor. Tokens are never used twice, so an event that was already under way for a deregistered one is dropped.
    public struct Registration: Sendable, Hashable {
        let token: UInt64
        let descriptor: Int32
    }

    /// Level-triggered: the handler is called again until the descriptor is drained. The caller keeps ownership of the descriptor
    /// and deregisters before closing it.
    public func register(
        descriptor: Int32,
        interest: Readiness,
        handler: @escaping (Readiness) -> Void
    ) throws(ReactorError) -> Registration {
        preconditionCurrent()
        lastToken += 1
        try epoll.add(descriptor, interest, lastToken)
        watched[lastToken] = Watched(descriptor: descriptor, handler: handler)
        return Registration(token: lastToken, descriptor: descriptor)
    }

    public func setInterest(_ interest: Readiness, of registration: Registration) throws(ReactorError) {
        preconditionCurrent()
        guard watched[registration.token] != nil else { return }
        try epoll.modify(registration.descriptor, interest, registration.token)
    }

    public func deregister(_ registration: Registration) {
        preconditionCurrent()
        guard watched.removeValue(forKey: registration.token) != nil else { return }
        epoll.remove(registration.descriptor)
    }

    // MARK: Loop only: timers

    public struct Timer: Sendable, Hashable {
        let number: UInt64
    }

    /// Runs `body` once, not before `delay` has passed.
    public func schedule(after delay: Duration, _ body: @escaping () -> Void) -> Timer {
        schedule(due: .now.advanced(by: delay), body)
    }

    public func schedule(at due: ContinuousClock.Instant, _ body: @escaping () -> Void) -> Timer {
        schedule(due: MonotonicTime(due), body)
    }

    package func schedule(due: MonotonicTime, _ body: @escaping () -> Void) -> Timer {
        preconditionCurrent()
        return Timer(number: timers.add(due: due, body))
    }

    /// Does nothing where the timer has run.
    public func cancel(_ timer: Timer) {
        preconditionCurrent()
        timers.remove(timer.number)
    }

    // MARK: Loop only: turns

    /// Runs `body` once, after the work at hand and what it begot, before the loop waits again: the place to flush what many tasks wrote.
    public func atEndOfTurn(_ body: @escaping () -> Void) {
        preconditionCurrent()
        endOfTurn.append(body)
    }

    /// The same for an object, without an allocation.
    public func atEndOfTurn(_ participant: any LoopTurnParticipant) {
        preconditionCurrent()
        turnParticipants.append(participant)
    }

    /// Lends the loop's 128 KiB read buffer; what is in it lives until `body` returns. Not to be nested.
    public func withScratchBuffer<R>(_ body: (UnsafeMutableRawBufferPointer) -> R) -> R {
        preconditionCurrent()
        return body(scratch)
    }

    // MARK: The thread

    /// Body of the loop's thread: returns after `stop`, when the inbox is empty.
    func runUntilStopped() {
        threadNumber.store(UInt(pthread_self()), ordering: .relaxed)
        while true {
            var outcome = runInbox()
            // Work begets work (a task resumes, an actor answers): a few rounds spare a system call each, and descriptors still get their turn.
            for _ in 1..<Self.roundsPerTurn where outcome == .ran { outcome = runInbox() }
            if outcome == .stopped { break }
            runTimers()
            runEndOfTurn()
            poll()
            runEndOfTurn()
        }
        // What the last work left to be written leaves, and nothing that the loop held keeps it alive.
        runEndOfTurn()
        watched.removeAll()
        timers = TimerHeap()
        // The system gives thread numbers out again.
        threadNumber.store(0, ordering: .relaxed)
    }

    func stop() {
        let mustWake = inbox.withLock { state in
            state.isStopping = true
            defer { state.isWaiting = false }
            return state.isWaiting
        }
        if mustWake { epoll.wake() }
    }

    private enum InboxOutcome { case ran, wasEmpty, stopped }

    private static let roundsPerTurn = 16

    private func runInbox() -> InboxOutcome {
        let outcome = inbox.withLock { state in
            state.isWaiting = false
            guard state.work.isEmpty else {
                swap(&state.work, &batch)
                return InboxOutcome.ran
            }
            state.hasStopped = state.isStopping
            return state.isStopping ? .stopped : .wasEmpty
        }
        guard outcome == .ran else { return outcome }
        for work in batch {
            switch work {
            case .closure(let closure): closure()
            case .job(let job): run(job)
            }
        }
        batch.removeAll(keepingCapacity: batch.capacity <= 4_096)
        return .ran
    }

    private func runTimers() {
        guard timers.count > 0 else { return }
        let now = MonotonicTime.now
        while let body = timers.takeDue(at: now) { body() }
    }

    private func runEndOfTurn() {
        while !endOfTurn.isEmpty || !turnParticipants.isEmpty {
            let bodies = endOfTurn
            endOfTurn = []
            for body in bodies { body() }
            swap(&turnParticipants, &turnBatch)
            for participant in turnBatch { participant.loopTurnEnded() }
            turnBatch.removeAll(keepingCapacity: true)
        }
    }

    private func poll() {
        let mayWait = inbox.withLock { state in
            state.isWaiting = state.work.isEmpty && !state.isStopping
            return state.isWaiting
        }
        let timeout: Int64
        if !mayWait {
            timeout = 0
        } else if let due = timers.nextDue() {
            timeout = Self.nanoseconds(from: .now, to: due)
        } else {
            timeout = -1
        }
        epoll.wait(nanoseconds: timeout, into: &events) { token, readiness in readyBatch.append((token, readiness)) }
        for (token, readiness) in readyBatch { watched[token]?.handler(readiness) }
        readyBatch.removeAll(keepingCapacity: true)
    }

    /// Zero for the past, at most an hour: the loop only wakes once more than it had to.
    private static func nanoseconds(from now: MonotonicTime, to due: MonotonicTime) -> Int64 {
        let (difference, isTooLarge) = due.nanoseconds.subtractingReportingOverflow(now.nanoseconds)
        return due <= now ? 0 : min(isTooLarge ? .max : difference, 3_600_000_000_000)
    }

    private func run(_ job: UnownedJob) {
        job.runSynchronously(isolatedTo: asUnownedSerialExecutor(), taskExecutor: asUnownedTaskExecutor())
    }

    /// False where the loop has stopped.
    private func handIn(_ work: Work) -> Bool {
        let (accepted, mustWake) = inbox.withLock { state in
            if state.hasStopped { return (false, false) }
            state.work.append(work)
            guard state.isWaiting, !isCurrent else { return (true, false) }
            state.isWaiting = false
            return (true, true)
        }
        if mustWake { epoll.wake() }
        return accepted
    }
}
