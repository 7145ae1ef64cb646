internal import Synchronization

/// The event loops of a process; connections are spread over them in turn.
public final class EventLoopGroup: Sendable {
    public let loops: [EventLoop]
    private let threads: Mutex<[SystemThread]>
    private let turn = Atomic<Int>(0)

    /// Starts `threadCount` (at least 1) threads named `NAME-0`, `NAME-1`, …
    public init(threadCount: Int, name: String) throws {
        var loops: [EventLoop] = []
        for index in 0..<max(1, threadCount) { loops.append(try EventLoop(name: "\(name)-\(index)")) }
        var started: [SystemThread] = []
        do {
            for loop in loops { started.append(try SystemThread(name: loop.name) { loop.runUntilStopped() }) }
        } catch {
            for loop in loops { loop.stop() }
            for thread in started { thread.join() }
            throw error
        }
        self.loops = loops
        threads = Mutex(started)
    }

    /// The loops in turn.
    public func next() -> EventLoop {
        let number = turn.wrappingAdd(1, ordering: .relaxed).oldValue
        return loops[Int(UInt(bitPattern: number) % UInt(loops.count))]
    }

    /// Lets each loop finish what was handed in, then ends and joins the threads. Whoever owns descriptors closes them first.
    public func shutDown() {
        let mine = threads.withLock { threads in
            defer { threads = [] }
            return threads
        }
        guard !mine.isEmpty else { return }
        for loop in loops { loop.stop() }
        for thread in mine { thread.join() }
    }
}
