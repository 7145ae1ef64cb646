import Glibc
import Reactor
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1)))
struct EventLoopTests {
    /// Collects from the loop, read by the test.
    final class Log: Sendable {
        private let values = Mutex<[Int]>([])
        func add(_ value: Int) { values.withLock { $0.append(value) } }
        var all: [Int] { values.withLock { $0 } }
    }

    private func onLoop<R: Sendable>(_ loop: EventLoop, _ body: @escaping @Sendable () -> R) async -> R {
        await withCheckedContinuation { continuation in loop.execute { continuation.resume(returning: body()) } }
    }

    @Test func execute_runsInOrderOnTheLoop() async throws {
        let group = try EventLoopGroup(threadCount: 1, name: "test")
        let loop = group.next()
        let log = Log()
        for number in 0..<10_000 { loop.execute { log.add(loop.isCurrent ? number : -1) } }
        await onLoop(loop) {}
        #expect(log.all == Array(0..<10_000))
        #expect(!loop.isCurrent)
        group.shutDown()
    }

    @Test func execute_fromManyThreads_losesNothing() async throws {
        let group = try EventLoopGroup(threadCount: 1, name: "test")
        let loop = group.next()
        let log = Log()
        await withTaskGroup(of: Void.self) { tasks in
            for _ in 0..<8 { tasks.addTask { for number in 0..<2_000 { loop.execute { log.add(number) } } } }
        }
        await onLoop(loop) {}
        #expect(log.all.count == 16_000)
        group.shutDown()
    }

    @Test func task_whenItPrefersTheLoop_runsThereAcrossSuspensions() async throws {
        let group = try EventLoopGroup(threadCount: 1, name: "test")
        let loop = group.next()
        let places = await Task(executorPreference: loop) {
            let before = loop.isCurrent
            try? await Task.sleep(for: .milliseconds(5))
            return [before, loop.isCurrent]
        }.value
        #expect(places == [true, true])
        group.shutDown()
    }

    private actor Owner {
        nonisolated let loop: EventLoop
        nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }
        private var count = 0
        init(_ loop: EventLoop) { self.loop = loop }
        func increment() -> Bool {
            count += 1
            return loop.isCurrent
        }
        func total() -> Int { count }
        nonisolated func incrementInPlace() { assumeIsolated { $0.count += 1 } }
    }

    @Test func actor_whenTheLoopIsItsExecutor_runsOnIt() async throws {
        let group = try EventLoopGroup(threadCount: 1, name: "test")
        let loop = group.next()
        let owner = Owner(loop)
        #expect(await owner.increment())
        await onLoop(loop) { owner.incrementInPlace() }
        #expect(await owner.total() == 2)
        group.shutDown()
    }

    @Test func schedule_runsInOrderOfTimeAndNotEarly() async throws {
        let group = try EventLoopGroup(threadCount: 1, name: "test")
        let loop = group.next()
        let log = Log()
        let early = await withCheckedContinuation { (continuation: CheckedContinuation<Bool, Never>) in
            loop.execute {
                let start = ContinuousClock.now
                _ = loop.schedule(after: .milliseconds(30)) {
                    log.add(30)
                    continuation.resume(returning: start.duration(to: .now) < .milliseconds(30))
                }
                _ = loop.schedule(after: .milliseconds(10)) { log.add(10) }
                _ = loop.schedule(after: .milliseconds(20)) { log.add(20) }
                let cancelled = loop.schedule(after: .milliseconds(15)) { log.add(15) }
                loop.cancel(cancelled)
                loop.cancel(cancelled)
                _ = loop.schedule(after: .seconds(-1)) { log.add(0) }
            }
        }
        #expect(log.all == [0, 10, 20, 30])
        #expect(!early)
        group.shutDown()
    }

    @Test func register_whenReadable_callsUntilDeregistered() async throws {
        let group = try EventLoopGroup(threadCount: 1, name: "test")
        let loop = group.next()
        var pair: [Int32] = [0, 0]
        #expect(pipe(&pair) == 0)
        let (reader, writer) = (pair[0], pair[1])
        let log = Log()
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            loop.execute {
                var registration: EventLoop.Registration?
                registration = try? loop.register(descriptor: reader, interest: .readable) { readiness in
                    var byte: UInt8 = 0
                    guard readiness.contains(.readable), read(reader, &byte, 1) == 1 else { return }
                    log.add(Int(byte))
                    if byte == 3, let registration {
                        loop.deregister(registration)
                        loop.deregister(registration)
                        continuation.resume()
                    }
                }
                var bytes: [UInt8] = [1, 2, 3, 4]
                _ = write(writer, &bytes, 4)
            }
        }
        await onLoop(loop) {}
        #expect(log.all == [1, 2, 3])
        close(reader)
        close(writer)
        group.shutDown()
    }

    @Test func setInterest_whenWritableIsAsked_reportsIt() async throws {
        let group = try EventLoopGroup(threadCount: 1, name: "test")
        let loop = group.next()
        var pair: [Int32] = [0, 0]
        #expect(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &pair) == 0)
        let mine = pair[0]
        let seen = await withCheckedContinuation { (continuation: CheckedContinuation<Readiness, Never>) in
            loop.execute {
                var registration: EventLoop.Registration?
                registration = try? loop.register(descriptor: mine, interest: .readable) { readiness in
                    if let registration { loop.deregister(registration) }
                    continuation.resume(returning: readiness)
                }
                if let registration { try? loop.setInterest([.readable, .writable], of: registration) }
            }
        }
        #expect(seen == .writable)
        for descriptor in pair { close(descriptor) }
        group.shutDown()
    }

    @Test func register_whenDescriptorIsBad_throws() async throws {
        let group = try EventLoopGroup(threadCount: 1, name: "test")
        let loop = group.next()
        let error = await onLoop(loop) {
            do throws(ReactorError) {
                _ = try loop.register(descriptor: -1, interest: .readable) { _ in }
                return nil as ReactorError?
            } catch {
                return error
            }
        }
        #expect(error == ReactorError(call: "epoll_ctl", errorNumber: EBADF))
        group.shutDown()
    }

    @Test func atEndOfTurn_runsAfterTheWorkAtHandAndWhatItBegot() async throws {
        let group = try EventLoopGroup(threadCount: 1, name: "test")
        let loop = group.next()
        let log = Log()
        loop.execute {
            loop.execute { log.add(2) }
            loop.atEndOfTurn { log.add(3) }
            log.add(1)
        }
        // The last turn ends before the thread does.
        group.shutDown()
        #expect(log.all == [1, 2, 3])
    }

    @Test func shutDown_runsWhatWasHandedInAndRefusesTheRest() async throws {
        let group = try EventLoopGroup(threadCount: 2, name: "test")
        let log = Log()
        for loop in group.loops { for number in 0..<100 { loop.execute { log.add(number) } } }
        group.shutDown()
        group.shutDown()
        #expect(log.all.count == 200)
        #expect(group.loops.allSatisfy { !$0.execute {} })
    }

    @Test func next_goesRound() throws {
        let group = try EventLoopGroup(threadCount: 3, name: "test")
        let names = (0..<6).map { _ in group.next().name }
        #expect(names == ["test-0", "test-1", "test-2", "test-0", "test-1", "test-2"])
        group.shutDown()
    }
}
