import Foundation
import ModerationCore
import Recording
import Synchronization
import Testing

/// `HOLSTER_MEASURE=1 swift test -c release --filter GroupCommitMeasurement` prints how long decisions wait for their commit.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["HOLSTER_MEASURE"] != nil))
struct GroupCommitMeasurement {
    @Test(arguments: [(500, 0, 0), (500, 0, 20), (1_000, 0, 0), (500, 2, 0), (100, 0, 100)])
    func append_atASteadyRate_printsItsWaits(perSecond: Int, gatherMilliseconds: Int, casePercent: Int) async throws {
        let fixture = try StoreFixture {
            $0.gatherWindow = .milliseconds(gatherMilliseconds)
            $0.photoWait = StoreConfiguration(folder: "").photoWait
        }
        let store = fixture.store
        let count = perSecond * 8
        let photo = Sample.photo(1, byteCount: 100_000)
        let waits = Waits()
        let start = ContinuousClock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<count {
                let due = start + .microseconds(number * 1_000_000 / perSecond)
                try await Task.sleep(until: due, clock: .continuous)
                let isCase = number % 100 < casePercent
                group.addTask {
                    let record = Self.record(number, isCase: isCase, photo: photo)
                    let before = ContinuousClock.now
                    try await store.append(record)
                    let wait = Double(before.duration(to: .now).wholeMicroseconds) / 1_000
                    waits.values.withLock { $0.append(wait) }
                }
            }
            try await group.waitForAll()
        }
        let sorted = waits.values.withLock { $0.sorted() }
        func at(_ quantile: Double) -> String {
            String(format: "%.1f", sorted[min(sorted.count - 1, Int(Double(sorted.count) * quantile))])
        }
        let statistics = store.statistics
        print(
            "MEASURED \(perSecond)/s, gather \(gatherMilliseconds) ms, \(casePercent) % with a case and a 100 KB photo: wait p50 \(at(0.5)) p90 \(at(0.9))",
            "p99 \(at(0.99)) p99.9 \(at(0.999)) max \(at(1)) ms; \(statistics.batchCount) batches, largest \(statistics.largestBatch);",
            "late photos \(statistics.latePhotoCount)"
        )
        #expect(sorted.count == count)
        #expect(try await store.eventCount() == count)
    }

    private final class Waits: Sendable {
        let values = Mutex<[Double]>([])
    }

    /// About 3 KB of verdict, as a real one has.
    private static func record(_ number: Int, isCase: Bool, photo: [UInt8]) -> DecisionRecord {
        var record = Sample.record("r\(number)", decision: isCase ? .review : .allow, priority: isCase ? .normal : nil)
        record.listing.photos = [Photo(content: photo[...])]
        let digits = String(number, radix: 16)
        let front = number % 256 < 16 ? "0" : ""
        record.photoDigests = [
            front + String(number % 256, radix: 16) + String(repeating: "0", count: 62 - digits.count) + digits
        ]
        record.verdict.stages = Stage.allCases.map {
            StageRecord(stage: $0, status: .ran, microseconds: 1_234, detail: "about so much")
        }
        record.verdict.reasons = (0..<6).map {
            Reason(
                code: .modelScore,
                detail: "a probability reached its threshold",
                contentClass: .firearm,
                probability: 0.123,
                photoIndex: $0
            )
        }
        return record
    }
}
