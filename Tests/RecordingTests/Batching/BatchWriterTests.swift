import Dispatch
import ModerationCore
import Recording
import Synchronization
import Testing

@Suite struct BatchWriterTests {
    @Test func append_whileABatchIsWritten_gathersTheRestIntoOneBatch() async throws {
        let gate = DispatchSemaphore(value: 0)
        let batches = Mutex<[[Int]]>([])
        let writer = BatchWriter<Int>(label: "test", limits: BatchLimits(entryCount: 100)) { entries in
            let isFirst = batches.withLock { seen in
                seen.append(entries)
                return seen.count == 1
            }
            if isFirst { gate.wait() }
            return entries.map { _ in nil }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await writer.append(0) }
            while batches.withLock({ $0.isEmpty }) { await Task.yield() }
            let queued = Mutex(0)
            for number in 1...50 {
                writer.enqueue(number) { _ in queued.withLock { $0 += 1 } }
            }
            gate.signal()
            try await group.waitForAll()
            await writer.close()
            #expect(queued.withLock { $0 } == 50)
        }
        #expect(batches.withLock { $0 } == [[0], Array(1...50)])
    }

    @Test func append_whenFull_isRefusedAtOnceAndAcceptedLater() async throws {
        let gate = DispatchSemaphore(value: 0)
        let started = Mutex(false)
        let writer = BatchWriter<Int>(label: "test", limits: BatchLimits(entryCount: 2)) { entries in
            if !started.withLock({ first in
                defer { first = true }
                return first
            }) {
                gate.wait()
            }
            return entries.map { _ in nil }
        }
        writer.enqueue(1) { _ in }
        while !started.withLock({ $0 }) { await Task.yield() }
        writer.enqueue(2) { _ in }
        // The batch under way counts too: its memory is still held.
        await #expect(throws: StoreFailure.self) { try await writer.append(3) }
        gate.signal()
        await writer.close()
        await #expect(throws: StoreFailure("the store is closed")) { try await writer.append(4) }
    }

    @Test func enqueue_whenHeavierThanTheLimit_isRefused() async throws {
        let writer = BatchWriter<Int>(label: "test", limits: BatchLimits(entryCount: 10, weight: 100), weigh: { $0 }) { entries in
            entries.map { _ in nil }
        }
        try await writer.append(100)
        await #expect(throws: StoreFailure.self) { try await writer.append(101) }
        // The weight comes back once the batch is written.
        for _ in 0..<5 { try await writer.append(90) }
    }

    @Test func append_whenOneEntryFails_onlyItsCallerHears() async throws {
        let writer = BatchWriter<Int>(label: "test", limits: BatchLimits(entryCount: 100, gatherWindow: .milliseconds(5))) {
            entries in
            entries.map { $0 == 7 ? StoreFailure("seven") : nil }
        }
        let failed = await withTaskGroup(of: Int?.self) { group in
            for number in 0..<20 {
                group.addTask { () -> Int? in
                    do throws(StoreFailure) {
                        try await writer.append(number)
                        return nil
                    } catch {
                        return number
                    }
                }
            }
            return await group.reduce(into: [Int]()) { if let number = $1 { $0.append(number) } }
        }
        #expect(failed == [7])
    }
}
