internal import Synchronization

/// What a server holds at once, over all its connections, and the limits of it.
final class ServerAdmission: Sendable {
    private let maxRunningCalls: Int
    private let maxBufferedByteCount: Int
    private let runningCalls = Atomic<Int>(0)
    private let bufferedByteCount = Atomic<Int>(0)

    init(maxRunningCalls: Int, maxBufferedByteCount: Int) {
        self.maxRunningCalls = maxRunningCalls
        self.maxBufferedByteCount = maxBufferedByteCount
    }

    /// False, and nothing taken, where too many handlers run.
    func startCall() -> Bool {
        if runningCalls.wrappingAdd(1, ordering: .relaxed).newValue <= maxRunningCalls { return true }
        endCall()
        return false
    }

    /// When the handler has really returned, not when its call was given up.
    func endCall() { runningCalls.wrappingSubtract(1, ordering: .relaxed) }

    /// Counts bytes in (or, negative, out). False where the server holds more than it should.
    func buffer(byteCount: Int) -> Bool {
        bufferedByteCount.wrappingAdd(byteCount, ordering: .relaxed).newValue <= maxBufferedByteCount
    }

    var heldByteCount: Int { bufferedByteCount.load(ordering: .relaxed) }

    var runningCallCount: Int { runningCalls.load(ordering: .relaxed) }
}
