import ModerationCore
import ModerationPipeline
import ModerationTesting
import Testing

@Suite struct IdempotencyTests {
    private func decided(_ fixture: PipelineFixture, _ listing: Listing = .fixture()) async throws -> Verdict {
        let verdict = try await fixture.check(listing)
        #expect(await eventually { fixture.ledger.entry(listing.requestID)?.verdict != nil })
        return verdict
    }

    @Test func check_sameRequestTwice_replaysTheVerdict() async throws {
        let fixture = try PipelineFixture()
        let first = try await decided(fixture, .fixture(photos: [.doubtful]))
        let second = try await fixture.check(.fixture(photos: [.doubtful]))
        #expect(second.isReplayed && second.caseID == first.caseID && second.decision == first.decision)
        #expect(second.decidedAt == first.decidedAt)
        #expect(fixture.auditLog.records.count == 1 && fixture.backend.calls.count == 1)
    }

    static let changes: [@Sendable (inout Listing) -> Void] = [
        { $0.listingID += "x" }, { $0.title += "x" }, { $0.description += "x" }, { $0.language = "de" },
        { $0.category = "Tools" },
        { $0.region = "DE" }, { $0.price = nil }, { $0.price?.amountMicros += 1 }, { $0.price?.currency = "EUR" },
        { $0.sellerID = "seller-2" }, { $0.photos.append(PhotoFixture.innocent.photo) }, { $0.photos.swapAt(0, 1) },
        { $0.photos[0] = PhotoFixture.flat.photo },
        // Fields run into each other, but not in the digest.
        {
            $0.description = String($0.title.suffix(1)) + $0.description
            $0.title.removeLast()
        },
    ]

    @Test(arguments: changes.indices)
    func check_sameIDWithOtherContent_isRefused(index: Int) async throws {
        let fixture = try PipelineFixture()
        let original = Listing.fixture(photos: [.innocent, .doubtful])
        _ = try await decided(fixture, original)
        var changed = original
        Self.changes[index](&changed)
        let error = try #require(await fixture.failure(changed))
        #expect(error.code == .duplicateRequestID && error.source == .caller && !error.isRetryable)
        #expect(fixture.auditLog.records.count == 1)
    }

    @Test func check_whileAnotherServerDecides_isToBeRetried() async throws {
        let fixture = try PipelineFixture()
        _ = try await decided(fixture)
        let digest = try #require(fixture.ledger.entry("request-1")?.contentDigest)
        let elsewhere = try PipelineFixture()
        elsewhere.ledger.set(FakeLedger.Entry(contentDigest: digest), requestID: "request-1")
        let error = try #require(await elsewhere.failure(.fixture()))
        #expect(error.code == .decidedElsewhere && error.isRetryable && error.message.hasPrefix("request_id"))
        #expect(elsewhere.ledger.entry("request-1") != nil, "a claim of somebody else's is not given back")
    }

    @Test func check_whenTheClaimWasNeverFulfilledButTheDecisionStands_replaysFromTheStore() async throws {
        let fixture = try PipelineFixture()
        let first = try await decided(fixture, .fixture(photos: [.doubtful]))
        let digest = try #require(fixture.ledger.entry("request-1")?.contentDigest)
        fixture.ledger.set(FakeLedger.Entry(contentDigest: digest), requestID: "request-1")
        let second = try await fixture.check(.fixture(photos: [.doubtful]))
        #expect(second.isReplayed && second.caseID == first.caseID)
        #expect(fixture.auditLog.records.count == 1)
    }

    @Test func check_whenTheLedgerIsAway_usesTheStoreAndAnnotatesWhatItCannotKnow() async throws {
        let fixture = try PipelineFixture()
        fixture.ledger.setAway(true)
        let first = try await fixture.check(.fixture())
        #expect(first.annotations.map(\.code) == [.idempotencyUnchecked] && !first.isReplayed)
        #expect(first.stages.first?.status == .failed)
        let second = try await fixture.check(.fixture())
        #expect(second.isReplayed)
        #expect(await fixture.failure(.fixture(title: "Other"))?.code == .duplicateRequestID)
        #expect(fixture.auditLog.records.count == 1)
    }
}
