import Foundation
import MediaInput
import ModerationCore
import ModerationPipeline
import ModerationTesting
import Recording
import Screening
import Testing

/// The pipeline on the real decision store and the real banks.
@Suite struct RealStoresTests {
    private func withStore(_ body: (StoreConfiguration) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "holster-pipeline-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(StoreConfiguration(folder: folder.path))
    }

    @Test func check_failingOpen_leavesACaseWithItsPhotoAndReplaysAfterARestart() async throws {
        try await withStore { configuration in
            let clock = ManualClock()
            let store = try DecisionStore(configuration, time: clock.timeSource)
            let fixture = try PipelineFixture(store: store)
            fixture.ledger.setAway(true)
            fixture.backend.scriptEveryModel(.fail(.unavailable("connection refused")))
            let verdict = try await fixture.check(.fixture(photos: [.doubtful]))
            #expect(verdict.failedOpen)
            let open = try await store.cases(status: .open, limit: 10)
            #expect(open.map(\.id) == [verdict.caseID] && open.first?.priority == .high)
            let digest = try #require(open.first?.photoDigests.first)
            #expect(try await store.photo(digest: digest) == PhotoFixture.doubtful.bytes)
            try await store.close()

            let reopened = try DecisionStore(configuration, time: clock.timeSource)
            let restarted = try PipelineFixture(store: reopened)
            restarted.ledger.setAway(true)
            let again = try await restarted.check(.fixture(photos: [.doubtful]))
            #expect(again.isReplayed && again.caseID == verdict.caseID && again.reasons == verdict.reasons)
            #expect(restarted.backend.calls.isEmpty)
            #expect(try await reopened.eventCount() == 1)
            try await reopened.close()
        }
    }

    @Test func check_storeClosed_isUnavailable() async throws {
        try await withStore { configuration in
            let store = try DecisionStore(configuration, time: ManualClock().timeSource)
            let fixture = try PipelineFixture(store: store)
            try await store.close()
            #expect(await fixture.failure(.fixture())?.code == .storeUnavailable)
            #expect(fixture.ledger.abandoned == ["request-1"])
        }
    }

    @Test func check_knownBadPhotoInARealBank_isBlocked() async throws {
        let clock = ManualClock()
        let banks = BankSet(monotonicNow: clock.timeSource.monotonicNow, wallNow: clock.timeSource.wallNow)
        let photo = try PhotoReader().read(PhotoFixture.doubtful.photo.content)
        let entry = BankEntry(
            id: "known-1",
            fingerprint: photo.fingerprint.fingerprint.hexadecimal,
            source: "test",
            reason: "ghost gun",
            author: "test",
            created: clock.timeSource.wallNow()
        )
        banks.replace(
            BankMetadata(name: "guns", kind: .block, fingerprintKind: .phash64, radius: 8, epoch: 3),
            entries: [entry]
        )
        banks.confirmFresh(at: clock.now, banks: ["guns"])
        let verdict = try await PipelineFixture(banks: banks).check(.fixture(photos: [.innocent, .doubtful]))
        #expect(verdict.decision == .block && verdict.versions.bankEpochs == ["guns": 3])
        let match = try #require(verdict.reasons.first?.fingerprint)
        #expect(match.entryID == "known-1" && match.distance == 0 && match.photoIndex == 1)
    }
}
