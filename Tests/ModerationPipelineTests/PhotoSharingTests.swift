import Dispatch
import MediaInput
import MetricsTestKit
import ModerationCore
import ModerationPipeline
import ModerationTesting
import Testing

/// The same photo in several checks, and several times in one: read once, and the stage log says so.
@Suite(.timeLimit(.minutes(1))) struct PhotoSharingTests {
    /// Looked up in the fixture's metrics.
    private func lookups(_ metrics: TestMetrics, _ result: String) -> Int64 {
        (try? metrics.expectCounter("holster_photo_cache_lookups_total", [("result", result)])).map(\.totalValue) ?? 0
    }

    private func media(_ verdict: Verdict) -> StageRecord? { verdict.stages.first { $0.stage == .media } }

    /// Keeps the fixture's only pool thread busy until the gate opens.
    private func occupy(_ fixture: PipelineFixture, until gate: DispatchSemaphore) async -> Task<Void, any Error> {
        let started = DispatchSemaphore(value: 0)
        let blocker = Task {
            try await fixture.pool.run {
                started.signal()
                gate.wait()
            }
        }
        #expect(await eventually { started.wait(timeout: .now()) == .success })
        return blocker
    }

    @Test func check_tenTimesTheSamePhotoAtOnce_isReadOnce() async throws {
        let metrics = TestMetrics()
        let fixture = try PipelineFixture(metricsFactory: metrics)
        let gate = DispatchSemaphore(value: 0)
        let blocker = await occupy(fixture, until: gate)
        let checks = (0..<10).map { number in
            Task { try await fixture.check(.fixture("request-\(number)", photos: [.firearm])) }
        }
        #expect(await eventually { lookups(metrics, "shared") == 9 })
        #expect(fixture.pool.waitingCount == 1, "one job for all ten")
        gate.signal()
        var details: [String] = []
        for check in checks {
            let verdict = try await check.value
            #expect(verdict.decision == .block && !verdict.failedOpen)
            details.append(media(verdict)?.detail ?? "no record")
        }
        #expect(details.sorted() == [""] + Array(repeating: "1 of 1 photos read once with another", count: 9))
        #expect(lookups(metrics, "miss") == 1 && lookups(metrics, "hit") == 0)

        let later = try await fixture.check(.fixture("later", photos: [.firearm, .innocent, .firearm]))
        #expect(media(later)?.detail == "2 of 3 photos from cache" && later.decision == .block && later.photoIndex == 0)
        #expect(lookups(metrics, "hit") == 2 && lookups(metrics, "miss") == 2)
        #expect(Set(fixture.auditLog.records.map { $0.photoFingerprints[0] }).count == 1)
        #expect(fixture.auditLog.records.last?.photoDigests.count == 3)
        try await blocker.value
    }

    @Test func check_samePhotoTwiceInOneListing_isReadOnceAndScoredTwice() async throws {
        let fixture = try PipelineFixture(threadCount: 2)
        let verdict = try await fixture.check(.fixture(photos: [.innocent, .innocent]))
        let detail = try #require(media(verdict)?.detail)
        // The second is asked for while the first is read, or just after it.
        #expect(["1 of 2 photos read once with another", "1 of 2 photos from cache"].contains(detail))
        #expect(fixture.backend.calls(of: "clip_image").first?.inputs.first?.shape.first == 2, "no photo is left out of scoring")
    }

    @Test func check_withAnEarlierDeadlineThanItsSharer_failsOpenAlone() async throws {
        let metrics = TestMetrics()
        let fixture = try PipelineFixture(metricsFactory: metrics)
        let gate = DispatchSemaphore(value: 0)
        let blocker = await occupy(fixture, until: gate)
        let hasty = Task { try await fixture.check(.fixture("hasty", photos: [.firearm]), timeout: .milliseconds(200)) }
        #expect(await eventually { fixture.pool.waitingCount == 1 })
        let patient = Task { try await fixture.check(.fixture("patient", photos: [.firearm]), timeout: .seconds(5)) }
        #expect(await eventually { lookups(metrics, "shared") == 1 })
        fixture.clock.advance(by: .milliseconds(100))
        let first = try await hasty.value
        #expect(first.failedOpen && first.reasons.map(\.code) == [.failOpenDeadline] && media(first)?.status == .timedOut)
        #expect(fixture.pool.waitingCount == 1, "the job stays for the other")
        gate.signal()
        let second = try await patient.value
        #expect(second.decision == .block && !second.failedOpen && media(second)?.status == .ran)
        try await blocker.value
    }

    @Test func check_whenThePoolIsFull_stillTakesWhatTheCacheHas() async throws {
        let fixture = try PipelineFixture(queueLimit: 1)
        let known = try await fixture.check(.fixture("known", photos: [.firearm]))
        #expect(known.decision == .block)
        let gate = DispatchSemaphore(value: 0)
        let blocker = await occupy(fixture, until: gate)
        let queued = Task { try? await fixture.pool.run {} }
        #expect(await eventually { fixture.pool.waitingCount == 1 })
        let verdict = try await fixture.check(.fixture("full", photos: [.innocent, .firearm]))
        #expect(verdict.decision == .block && verdict.photoIndex == 1)
        #expect(media(verdict)?.detail == "photos 0 were not read: worker pool 'photos' is full; 1 of 2 photos from cache")
        gate.signal()
        try await blocker.value
        await queued.value
    }

    @Test func check_unreadablePhotoAgain_isKnownToBeUnreadable() async throws {
        let fixture = try PipelineFixture()
        for (id, detail) in [("first", ""), ("second", "1 of 1 photos from cache")] {
            var listing = Listing.fixture(id)
            listing.photos = [PhotoFixture.firearm.truncated]
            let verdict = try await fixture.check(listing)
            #expect(verdict.reasons.map(\.code) == [.photoUnreadable] && verdict.decision == .review)
            #expect(media(verdict)?.detail == detail)
        }
    }

    @Test func check_withoutACache_readsEachTime() async throws {
        var configuration = PipelineConfiguration()
        configuration.photoCacheByteCount = 0
        let metrics = TestMetrics()
        let fixture = try PipelineFixture(configuration: configuration, metricsFactory: metrics)
        for id in ["first", "second"] {
            #expect(media(try await fixture.check(.fixture(id, photos: [.innocent])))?.detail == "")
        }
        #expect(lookups(metrics, "miss") == 2)
    }

    @Test(arguments: [(PixelMode.exact, "exact"), (.fast, "fast")])
    func check_namesThePixelModeInItsVersions(mode: PixelMode, name: String) async throws {
        var configuration = PipelineConfiguration()
        configuration.pixelMode = mode
        let verdict = try await PipelineFixture(configuration: configuration).check(.fixture(photos: [.innocent]))
        #expect(verdict.versions.pixelMode == name)
    }
}
