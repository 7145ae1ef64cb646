import RedisAdapter
import Testing

@Suite struct BankLoadQueueTests {
    private let start = ContinuousClock.now

    @Test func start_ofMany_beginsFourAtOnce() {
        var queue = BankLoadQueue()
        for name in ["e", "d", "c", "b", "a"] { queue.want(name) }
        #expect(queue.start(at: start) == ["a", "b", "c", "d"])
        #expect(queue.start(at: start).isEmpty)
        #expect(queue.holds("a") && queue.holds("e") && !queue.holds("f"))
        #expect(queue.succeeded("b") == 0)
        #expect(queue.start(at: start) == ["e"])
        #expect(!queue.isIdle)
    }

    @Test func start_afterAFailure_goesOneByOne_thoseThatFailedLeastFirst() {
        var queue = BankLoadQueue()
        queue.want("bad")
        queue.want("good")
        #expect(queue.start(at: start) == ["bad", "good"])
        // One broke the connection under both.
        queue.failed("bad", at: start)
        queue.failed("good", at: start)
        #expect(queue.start(at: start + .seconds(1)).isEmpty)
        #expect(queue.start(at: start + .seconds(2)) == ["bad"])
        queue.failed("bad", at: start + .seconds(2))
        #expect(queue.start(at: start + .seconds(2)) == ["good"])
        #expect(queue.succeeded("good") == 0)
        #expect(queue.start(at: start + .seconds(5)).isEmpty)
        #expect(queue.start(at: start + .seconds(6)) == ["bad"])
        #expect(!queue.isIdle)
        _ = queue.succeeded("bad")
        #expect(queue.isIdle)
    }

    @Test func failures_always_waitAtMostHalfAMinute() {
        var queue = BankLoadQueue()
        queue.want("bad")
        var now = start
        for _ in 0..<40 {
            #expect(queue.start(at: now) == ["bad"])
            queue.failed("bad", at: now)
            now += .seconds(30)
        }
    }

    @Test func want_withAPosition_isGivenBackOnce() {
        var queue = BankLoadQueue()
        queue.want("a", position: 7)
        queue.want("a", position: 5)
        _ = queue.start(at: start)
        #expect(queue.succeeded("a") == 7)
        queue.want("a")
        _ = queue.start(at: start)
        #expect(queue.succeeded("a") == 0)
        queue.want("a", position: 9)
        queue.forget("a")
        #expect(queue.isIdle && !queue.holds("a"))
    }
}
