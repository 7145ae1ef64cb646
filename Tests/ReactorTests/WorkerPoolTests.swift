import Glibc
import Reactor
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1)))
struct WorkerPoolTests {
    /// Holds a pool's threads until opened.
    final class Gate: Sendable {
        private let isOpen = Atomic<Bool>(false)
        let enteredCount = Atomic<Int>(0)
        func pass() {
            enteredCount.wrappingAdd(1, ordering: .sequentiallyConsistent)
            while !isOpen.load(ordering: .sequentiallyConsistent) { usleep(200) }
        }
        func open() { isOpen.store(true, ordering: .sequentiallyConsistent) }
        func waitUntilEntered(_ count: Int) async {
            while enteredCount.load(ordering: .sequentiallyConsistent) < count { try? await Task.sleep(for: .milliseconds(1)) }
        }
    }

    @Test func run_returnsWhatTheWorkReturned() async throws {
        let pool = WorkerPool(name: "test", threadCount: 2, queueLimit: 1_000)
        let sum = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<500 { group.addTask { try await pool.run { number } } }
            return try await group.reduce(0, +)
        }
        #expect(sum == 124_750)
        pool.shutDown()
    }

    @Test func run_whenQueueIsFull_refusesAtOnce() async throws {
        let pool = WorkerPool(name: "test", threadCount: 1, queueLimit: 2)
        let gate = Gate()
        let running = Task { try await pool.run { gate.pass() } }
        await gate.waitUntilEntered(1)
        let waiting = (0..<2).map { number in Task { try await pool.run { number } } }
        while pool.waitingCount < 2 { try await Task.sleep(for: .milliseconds(1)) }
        await #expect(throws: WorkerPoolFull(poolName: "test", queueLimit: 2)) { try await pool.run {} }
        #expect(throws: WorkerPoolFull(poolName: "test", queueLimit: 2)) { try pool.offer {} }
        gate.open()
        try await running.value
        for (number, task) in waiting.enumerated() { #expect(try await task.value == number) }
        try await pool.run {}
        pool.shutDown()
    }

    @Test func run_whenLimitIsZero_stillServesIdleThreads() async throws {
        let pool = WorkerPool(name: "test", threadCount: 1, queueLimit: 0)
        var served = false
        for _ in 0..<1_000 where !served {
            served = (try? await pool.run { true }) ?? false
            if !served { try await Task.sleep(for: .milliseconds(1)) }
        }
        #expect(served)
        pool.shutDown()
    }

    @Test func run_afterShutDown_isRefusedAndQueuedWorkStillRuns() async throws {
        let pool = WorkerPool(name: "test", threadCount: 1, queueLimit: 10)
        let gate = Gate()
        let running = Task { try await pool.run { gate.pass() } }
        await gate.waitUntilEntered(1)
        let waiting = Task { try await pool.run { 7 } }
        while pool.waitingCount < 1 { try await Task.sleep(for: .milliseconds(1)) }
        pool.shutDown()
        await #expect(throws: WorkerPoolFull.self) { try await pool.run {} }
        gate.open()
        try await running.value
        #expect(try await waiting.value == 7)
    }

    @Test func task_whenItPrefersThePool_runsThere() async throws {
        let pool = WorkerPool(name: "holster-pool", threadCount: 1, queueLimit: 1)
        let name = await Task(executorPreference: pool) { currentThreadName() }.value
        #expect(name == "holster-pool-0")
        pool.shutDown()
    }
}
