import Foundation
import ModerationCore
import Recording
import TestSupport
import Testing

@Suite struct ReviewQueueTests {
    @Test func cases_ofMixedAgeAndPriority_comeHighestThenOldest() async throws {
        let store = try StoreFixture().store
        for (name, priority, at) in [
            ("young", CasePriority.normal, 30), ("old", .normal, 10), ("urgent", .high, 40), ("olderUrgent", .high, 20),
        ] {
            try await store.append(Sample.record(name, decision: .review, priority: priority, decidedAt: Int64(at)))
        }
        try await store.append(Sample.record("allowed"))
        #expect(try await store.cases(status: .open, limit: 10).map(\.requestID) == ["olderUrgent", "urgent", "old", "young"])
        #expect(try await store.cases(status: nil, limit: 2).map(\.requestID) == ["olderUrgent", "urgent"])
        #expect(try await store.cases(status: .resolved, limit: 10).isEmpty)
        #expect(try await store.cases(status: nil, limit: -5).isEmpty)
    }

    @Test func reviewCase_always_holdsTheListingAsItWas() async throws {
        let fixture = try StoreFixture()
        let title = "G.L.0.C.K \u{0} 19 \u{200B} \u{1F52B} \"quoted\" \\"
        let record = Sample.record("r", decision: .block, priority: .high, title: title, photos: [Sample.photo(1)], decidedAt: 77)
        try await fixture.store.append(record)
        let found = try #require(try await fixture.store.reviewCase(id: "case-r"))
        #expect(found.title == title)
        #expect(found.description == "Text")
        #expect(found.category == "tools")
        #expect(found.sellerID == "seller")
        #expect(found.verdict == record.verdict)
        #expect(found.photoDigests == record.photoDigests)
        #expect(found.openedAt == UnixTime(milliseconds: 77))
        #expect(found.status == .open)
        #expect(try await fixture.store.photo(digest: found.photoDigests[0]) == Sample.photo(1))
        #expect(try await fixture.store.reviewCase(id: "none") == nil)
    }

    @Test func resolve_once_recordsWhoAndWhen_twice_namesTheFirst() async throws {
        let store = try StoreFixture().store
        try await store.append(Sample.record("r", decision: .review, priority: .normal))
        let resolved = try await store.resolve(caseID: "case-r", resolution: .overturn, by: "ada", note: "it's a toy")
        #expect(resolved?.status == .resolved)
        #expect(resolved?.resolution == .overturn)
        #expect(resolved?.resolvedBy == "ada")
        #expect(resolved?.note == "it's a toy")
        #expect(resolved?.resolvedAt != nil)
        let failure = await #expect(throws: StoreFailure.self) {
            _ = try await store.resolve(caseID: "case-r", resolution: .uphold, by: "bob", note: "")
        }
        #expect(failure?.message.contains("overturn by ada") == true)
        #expect(try await store.reviewCase(id: "case-r")?.resolvedBy == "ada")
        let actions = try await store.actions(caseID: "case-r")
        #expect(actions.map(\.actor) == ["ada"])
        #expect(actions.map(\.action) == ["overturn"])
        #expect(try await store.resolve(caseID: "none", resolution: .uphold, by: "bob", note: "") == nil)
        await #expect(throws: StoreFailure.self) {
            _ = try await store.resolve(caseID: "case-r", resolution: .uphold, by: "", note: "")
        }
    }

    @Test func resolve_fromASecondOpening_isSeenByTheFirst() async throws {
        let fixture = try StoreFixture()
        try await fixture.store.append(Sample.record("r", decision: .review, priority: .normal))
        let other = try StoreFixture.open(fixture.folder)
        #expect(try await other.cases(status: .open, limit: 5).count == 1)
        _ = try await other.resolve(caseID: "case-r", resolution: .uphold, by: "cli", note: "")
        #expect(try await fixture.store.reviewCase(id: "case-r")?.resolvedBy == "cli")
        try await other.close()
    }

    @Test func append_ofTheSameContentAgain_keepsOneCaseAtTheHigherPriority() async throws {
        let store = try StoreFixture().store
        try await store.append(Sample.record("r", decision: .review, priority: .normal, content: "a", title: "first"))
        try await store.append(Sample.record("r", decision: .allow, priority: .high, content: "a", title: "first"))
        let cases = try await store.cases(status: nil, limit: 10)
        #expect(cases.count == 1)
        #expect(cases.first?.priority == .high)
        #expect(cases.first?.verdict.decision == .review)
        #expect(try await store.eventCount() == 2)
    }

    @Test func append_ofOtherContentUnderOneCaseID_opensASecondCase() async throws {
        let store = try StoreFixture().store
        try await store.append(Sample.record("r", decision: .review, priority: .normal, content: "aaaa"))
        try await store.append(Sample.record("r", decision: .block, priority: .normal, content: "bbbb", title: "second"))
        let cases = try await store.cases(status: nil, limit: 10)
        #expect(Set(cases.map(\.id)) == ["case-r", "case-r-bbbb"])
        #expect(store.statistics.caseCollisionCount == 1)
    }

    @Test func append_withAPriorityAndNoCaseID_isRefused() async throws {
        let store = try StoreFixture().store
        var record = Sample.record("r", decision: .review, priority: .normal)
        record.verdict.caseID = nil
        let nameless = record
        await #expect(throws: StoreFailure.self) { try await store.append(nameless) }
    }

    @Test func cases_whenARowIsDamaged_showsTheOthers() async throws {
        guard Repository.oraclePython != nil else { return }
        let fixture = try StoreFixture()
        for name in ["a", "b", "c"] { try await fixture.store.append(Sample.record(name, decision: .review, priority: .normal)) }
        for damage in [
            "verdict = '{\"decision\":7}'", "listing = x'FF00FF'", "priority = 'high'", "status = ''", "photos = '[{]'",
        ] {
            _ = try fixture.elsewhere("UPDATE review_case SET \(damage) WHERE id = 'case-b'")
            #expect(try await fixture.store.cases(status: nil, limit: 10).map(\.id) == ["case-a", "case-c"])
            await #expect(throws: StoreFailure.self) { _ = try await fixture.store.reviewCase(id: "case-b") }
        }
        #expect(fixture.store.statistics.unreadableRowCount == 5)
    }
}
