import ModerationTesting
import Testing

struct BatchQueueTests {
    private let start = ContinuousClock.now

    private func queue(
        batch: Int = 4,
        instances: Int = 1,
        delay: Duration = .zero,
        bound: Int = 100
    ) -> BatchQueue {
        BatchQueue(.init(maxBatchSize: batch, instanceCount: instances, maxQueueDelay: delay, maxQueueSize: bound))
    }

    @Test func arrive_whenAnInstanceIsFree_runsAtOnce() {
        var queue = queue()
        #expect(queue.arrive(.init(id: 1), at: start) == [.run(ids: [1], rowCount: 1)])
    }

    @Test func arrive_whileAnInstanceWorks_formsTheNextBatch() {
        var queue = queue()
        _ = queue.arrive(.init(id: 1), at: start)
        for id in 2...7 { #expect(queue.arrive(.init(id: UInt64(id)), at: start) == []) }
        #expect(queue.finish(at: start) == [.run(ids: [2, 3, 4, 5], rowCount: 4)])
        #expect(queue.finish(at: start) == [.run(ids: [6, 7], rowCount: 2)])
        #expect(queue.finish(at: start) == [])
    }

    @Test func finish_whenRowsDoNotFit_leavesTheRequestWhole() {
        var queue = queue()
        _ = queue.arrive(.init(id: 1), at: start)
        _ = queue.arrive(.init(id: 2, rowCount: 3), at: start)
        _ = queue.arrive(.init(id: 3, rowCount: 2), at: start)
        _ = queue.arrive(.init(id: 4, rowCount: 1), at: start)
        #expect(queue.finish(at: start) == [.run(ids: [2], rowCount: 3)], "in order: 4 does not pass 3")
        #expect(queue.finish(at: start) == [.run(ids: [3, 4], rowCount: 3)])
    }

    @Test func finish_whenShapesDiffer_endsTheBatchThere() {
        var queue = queue()
        _ = queue.arrive(.init(id: 1), at: start)
        for (id, length) in [(2, 8), (3, 8), (4, 128), (5, 8)] {
            _ = queue.arrive(.init(id: UInt64(id), shapes: [[Int64(length)]]), at: start)
        }
        #expect(queue.finish(at: start) == [.run(ids: [2, 3], rowCount: 2)])
        #expect(queue.finish(at: start) == [.run(ids: [4], rowCount: 1)])
        #expect(queue.finish(at: start) == [.run(ids: [5], rowCount: 1)])
    }

    @Test func arrive_withTwoInstances_runsTwoBatchesAtOnce() {
        var queue = queue(instances: 2)
        #expect(queue.arrive(.init(id: 1), at: start) == [.run(ids: [1], rowCount: 1)])
        #expect(queue.arrive(.init(id: 2), at: start) == [.run(ids: [2], rowCount: 1)])
        #expect(queue.arrive(.init(id: 3), at: start) == [])
    }

    @Test func arrive_withAQueueDelay_waitsForOthersUntilItIsOver() {
        var queue = queue(delay: .milliseconds(5))
        let due = start + .milliseconds(5)
        #expect(queue.arrive(.init(id: 1), at: start) == [.wait(until: due)])
        #expect(queue.arrive(.init(id: 2), at: start + .milliseconds(2)) == [.wait(until: due)], "the oldest one's delay counts")
        #expect(queue.wake(at: due) == [.run(ids: [1, 2], rowCount: 2)])
        #expect(queue.wake(at: due) == [], "a wake that comes late finds nothing")
    }

    @Test func arrive_withAQueueDelay_runsAFullBatchAtOnce() {
        var queue = queue(delay: .seconds(1))
        _ = queue.arrive(.init(id: 1, rowCount: 3), at: start)
        #expect(queue.arrive(.init(id: 2), at: start) == [.run(ids: [1, 2], rowCount: 4)])
    }

    @Test func arrive_withAQueueDelay_runsABatchThatCannotGrow() {
        var queue = queue(delay: .seconds(1))
        _ = queue.arrive(.init(id: 1, shapes: [[8]]), at: start)
        let due = start + .seconds(1)
        #expect(queue.arrive(.init(id: 2, shapes: [[9]]), at: start) == [.run(ids: [1], rowCount: 1)])
        #expect(queue.finish(at: start) == [.wait(until: due)])
    }

    @Test func arrive_whenTheQueueIsFull_refuses() {
        var queue = queue(bound: 2)
        for id in 1...3 { _ = queue.arrive(.init(id: UInt64(id)), at: start) }
        #expect(queue.arrive(.init(id: 4), at: start) == [.refuse(id: 4)])
        #expect(queue.finish(at: start) == [.run(ids: [2, 3], rowCount: 2)])
        #expect(queue.arrive(.init(id: 5), at: start) == [])
    }

    @Test func anyTraffic_isRunOnceInOrder() {
        var random = SystemRandomNumberGenerator()
        var queue = queue(batch: 8, instances: 3, delay: .milliseconds(2), bound: 20)
        var (now, running, ran, taken, lastID) = (start, 0, [UInt64](), [UInt64](), UInt64(0))
        func handle(_ actions: [BatchQueue.Action]) {
            for case .run(let ids, let rowCount) in actions {
                running += 1
                ran += ids
                #expect(running <= 3 && rowCount <= 8 && !ids.isEmpty)
            }
        }
        for step in 0..<20_000 {
            now += .microseconds(Int.random(in: 0...900, using: &random))
            if running > 0, step % 3 == 0 {
                running -= 1
                handle(queue.finish(at: now))
            } else {
                lastID += 1
                let shapes = [[Int64.random(in: 1...2, using: &random)]]
                let request = BatchQueue.Request(id: lastID, rowCount: .random(in: 1...8, using: &random), shapes: shapes)
                let actions = queue.arrive(request, at: now)
                if !actions.contains(.refuse(id: lastID)) { taken.append(lastID) }
                handle(actions)
            }
        }
        for _ in 0..<200 {
            now += .milliseconds(3)
            handle(queue.wake(at: now))
            if running > 0 {
                running -= 1
                handle(queue.finish(at: now))
            }
        }
        #expect(ran == taken)
        #expect(ran.count > 5_000 && ran.count < Int(lastID))
    }
}
