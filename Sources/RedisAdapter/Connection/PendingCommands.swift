internal import Reactor

/// The commands of one connection, by number, from hand-over to reply or failure. Each completes exactly once.
///
/// A command that missed its deadline completes and leaves, but stays owed: Redis answers in order, so its reply still comes and is dropped.
struct PendingCommands {
    typealias Completion = @Sendable (Result<RedisReply, RedisFailure>) -> Void

    private struct Waiting {
        let completion: Completion
        let timer: EventLoop.Timer
    }

    private var waiting: [UInt: Waiting] = [:]
    private var lastNumber: UInt = 0
    /// Commands given to hiredis that it has not called back for.
    private(set) var owedCount = 0

    /// A number for the next command; never zero, as it travels as a pointer.
    mutating func reserve() -> UInt {
        lastNumber = lastNumber == .max ? 1 : lastNumber + 1
        return lastNumber
    }

    mutating func add(_ number: UInt, timer: EventLoop.Timer, completion: @escaping Completion) {
        waiting[number] = Waiting(completion: completion, timer: timer)
        owedCount += 1
    }

    /// Redis answered, or never will: what is to be completed, and the timer to cancel.
    mutating func settle(_ number: UInt) -> (completion: Completion, timer: EventLoop.Timer)? {
        owedCount = max(0, owedCount - 1)
        return waiting.removeValue(forKey: number).map { ($0.completion, $0.timer) }
    }

    mutating func expire(_ number: UInt) -> Completion? { waiting.removeValue(forKey: number)?.completion }
}
