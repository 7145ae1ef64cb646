import Foundation
import ModerationCore
import Recording
import TestSupport
import Testing

@Suite struct DecisionStoreTests {
    @Test func append_thenOpenedAgain_givesTheVerdictBack() async throws {
        let fixture = try StoreFixture()
        var record = Sample.record("r1", decision: .allowTagged, content: "digest")
        record.verdict.probabilities = ClassProbabilities([0.1, 0, 0, 0, 0.9, 0, 0, 0, 0].map { Float($0) })
        record.verdict.tags = [.airsoft]
        try await fixture.store.append(record)
        let stored = try await fixture.store.verdict(requestID: "r1")
        #expect(stored?.verdict == record.verdict)
        #expect(stored?.contentDigest == "digest")
        #expect(try await fixture.store.verdict(requestID: "other") == nil)
        try await fixture.store.close()
        let again = try StoreFixture.open(fixture.folder)
        #expect(try await again.verdict(requestID: "r1")?.verdict == record.verdict)
        #expect(try await again.cases(status: nil, limit: 10).isEmpty)
        try await again.close()
    }

    @Test func open_always_isWriteAheadWithFullFlush() async throws {
        let fixture = try StoreFixture()
        let pragmas = try await fixture.store.durabilityPragmas()
        #expect(pragmas.journalMode == "wal")
        // 2 is FULL: https://www.sqlite.org/pragma.html#pragma_synchronous
        #expect(pragmas.synchronous == 2)
    }

    @Test func append_twiceForOneRequest_keepsBothAndAnswersTheNewest() async throws {
        let fixture = try StoreFixture()
        try await fixture.store.append(Sample.record("r", content: "a", decidedAt: 1))
        try await fixture.store.append(Sample.record("r", content: "b", decidedAt: 2))
        #expect(try await fixture.store.eventCount() == 2)
        #expect(try await fixture.store.verdict(requestID: "r")?.contentDigest == "b")
        #expect(fixture.store.statistics.duplicateRequestCount == 1)
    }

    @Test func append_fromManyTasks_writesEachOnceInFewBatches() async throws {
        let fixture = try StoreFixture { $0.gatherWindow = .milliseconds(2) }
        let store = fixture.store
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<400 { group.addTask { try await store.append(Sample.record("r\(number)")) } }
            try await group.waitForAll()
        }
        #expect(try await store.eventCount() == 400)
        #expect(store.statistics.recordCount == 400)
        #expect(store.statistics.batchCount < 400)
        try await store.close()
        if Repository.oraclePython != nil {
            let rows = try fixture.elsewhere(
                "SELECT count(*), count(DISTINCT request_id) FROM audit_event",
                "PRAGMA integrity_check"
            )
            #expect(rows.first?.first as? [Int] == [400, 400])
            #expect(rows.last?.first as? [String] == ["ok"])
        }
    }

    @Test func append_withAPoisonousRecord_failsItAlone() async throws {
        guard Repository.oraclePython != nil else { return }
        let fixture = try StoreFixture { $0.gatherWindow = .milliseconds(20) }
        let store = fixture.store
        _ = try fixture.elsewhere(
            """
            CREATE TRIGGER poison BEFORE INSERT ON audit_event WHEN NEW.request_id LIKE 'poison%'
            BEGIN SELECT RAISE(ABORT, 'poisoned'); END
            """
        )
        let failed = await withTaskGroup(of: String?.self) { group in
            for name in (0..<30).map({ $0 % 10 == 3 ? "poison\($0)" : "fine\($0)" }) {
                group.addTask { () -> String? in
                    do throws(StoreFailure) {
                        try await store.append(Sample.record(name))
                        return nil
                    } catch {
                        return error.message.contains("poisoned") ? name : "unexpected: \(error.message)"
                    }
                }
            }
            return await group.reduce(into: Set<String>()) { if let name = $1 { $0.insert(name) } }
        }
        #expect(failed == ["poison3", "poison13", "poison23"])
        #expect(try await store.eventCount() == 27)
        #expect(store.statistics.failedRecordCount == 3)
    }

    @Test func append_whenTheDatabaseIsFull_failsAndIsNotWritable() async throws {
        let fixture = try StoreFixture { $0.pageLimit = 40 }
        let big = String(repeating: "x", count: 300_000)
        await #expect(throws: StoreFailure.self) {
            try await fixture.store.append(Sample.record("big", decision: .review, priority: .normal, title: big))
        }
        // Small ones still fit: the failed transaction left nothing behind.
        try await fixture.store.append(Sample.record("small"))
        #expect(try await fixture.store.eventCount() == 1)
        #expect(try await fixture.store.cases(status: nil, limit: 10).isEmpty)
        #expect(await fixture.store.isWritable())
    }

    @Test func append_whenClosedUnderneath_failsAndSaysNotWritable() async throws {
        let fixture = try StoreFixture()
        #expect(await fixture.store.isWritable())
        try await fixture.store.close()
        await #expect(throws: StoreFailure.self) { try await fixture.store.append(Sample.record("late")) }
        #expect(await fixture.store.isWritable() == false)
        await #expect(throws: StoreFailure.self) { _ = try await fixture.store.verdict(requestID: "late") }
    }

    @Test func append_whenAnotherProcessHoldsTheLock_failsAndRecovers() async throws {
        let fixture = try StoreFixture { $0.busyTimeout = .milliseconds(50) }
        let other = try StoreFixture.open(fixture.folder)
        try await other.holdWriteLock {
            await #expect(throws: StoreFailure.self) { try await fixture.store.append(Sample.record("locked")) }
            #expect(await fixture.store.isWritable() == false)
        }
        try await fixture.store.append(Sample.record("free"))
        #expect(try await fixture.store.eventCount() == 1)
        try await other.close()
    }

    @Test func open_inAFolderBelowMissingOnes_makesThem() async throws {
        let fixture = try StoreFixture()
        let store = try StoreFixture.open(fixture.folder + "/a/b/c")
        try await store.append(Sample.record("r"))
        #expect(try await store.eventCount() == 1)
    }

    @Test func open_whenTheFolderCannotBeMade_throws() {
        #expect(throws: StoreFailure.self) { try StoreFixture.open("/proc/nowhere/store") }
    }

    @Test func append_withNumbersThatAreNotFinite_isKept() async throws {
        let fixture = try StoreFixture()
        var record = Sample.record("nan")
        record.verdict.reasons[0].probability = .nan
        record.verdict.violationProbability = -.infinity
        try await fixture.store.append(record)
        let verdict = try await fixture.store.verdict(requestID: "nan")?.verdict
        #expect(verdict?.reasons.first?.probability?.isNaN == true)
        #expect(verdict?.violationProbability == -.infinity)
    }
}
