import ModerationCore
import ModerationPipeline
import ModerationTesting
import Testing

/// The contract's table "What happens when something fails", row by row.
@Suite struct FailureTableTests {
    // MARK: Triton down, stalled, overloaded, NaN, wrong shape; deadline near

    static let brokenModels: [(String, FakeInferenceBackend.Behaviour, ReasonCode)] = [
        ("down", .fail(.unavailable("connection refused")), .failOpenUnavailable),
        ("not loaded", .fail(.rejected("unknown model")), .failOpenUnavailable),
        ("stalled", .stall, .failOpenDeadline),
        ("overloaded", .fail(.overloaded("Exceeds maximum queue size")), .failOpenOverloaded),
        ("unparsable", .fail(.invalidResponse("truncated")), .failOpenInvalidOutput),
        ("empty", .alter { $0.outputs = [] }, .failOpenInvalidOutput),
        (
            "NaN",
            .alter { response in
                for index in response.outputs.indices where response.outputs[index].datatype == .fp32 {
                    let tensor = response.outputs[index]
                    response.outputs[index] = FakeTensors.fp32(
                        tensor.name,
                        shape: tensor.shape,
                        [Float](repeating: .nan, count: tensor.bytes.count / 4)
                    )
                }
            }, .failOpenInvalidOutput
        ),
        (
            "wrong shape",
            .alter { response in
                for index in response.outputs.indices { response.outputs[index].shape = [1, 7] }
            }, .failOpenInvalidOutput
        ),
    ]

    @Test(arguments: brokenModels.indices)
    func scoringFails_listingIsAllowedWithAHighPriorityCase(row: Int) async throws {
        let (name, behaviour, code) = Self.brokenModels[row]
        let fixture = try PipelineFixture()
        fixture.backend.scriptEveryModel(behaviour)
        let verdict = try await fixture.check(.fixture(photos: [.firearm]))
        #expect(verdict.decision == .allow, "\(name)")
        #expect(verdict.reasons.map(\.code) == [code], "\(name)")
        #expect(verdict.failedOpen && verdict.caseID != nil && verdict.probabilities == nil && verdict.rung == nil, "\(name)")
        #expect(verdict.annotations.count { $0.code == .rungFailed } == 3, "\(name): each rung is named")
        let record = try #require(fixture.auditLog.records.first)
        #expect(record.casePriority == .high && record.verdict.caseID == verdict.caseID, "\(name)")
        #expect(
            verdict.stages.first { $0.stage == .scoring }?.status == (code == .failOpenDeadline ? .timedOut : .failed),
            "\(name)"
        )
    }

    @Test(arguments: brokenModels.indices)
    func ensembleFails_theNextRungAnswers(row: Int) async throws {
        let (name, behaviour, _) = Self.brokenModels[row]
        let fixture = try PipelineFixture()
        fixture.backend.script("firearm_ensemble", behaviour)
        let verdict = try await fixture.check(.fixture(photos: [.firearm]))
        #expect(verdict.decision == .block, "\(name)")
        #expect(verdict.rung == .cpuText && !verdict.failedOpen, "\(name)")
        #expect(verdict.reasons.map(\.code).contains(.degradedScoring), "\(name)")
        #expect(verdict.annotations.map(\.code) == [.rungFailed], "\(name)")
    }

    @Test func imageTowerFailsToo_onlyTheTextIsScoredAndTheUnseenPhotoGetsACase() async throws {
        let fixture = try PipelineFixture()
        fixture.backend.script("firearm_ensemble", .fail(.overloaded("queue full")))
        fixture.backend.script("clip_image", .fail(.overloaded("queue full")))
        let verdict = try await fixture.check(.fixture(photos: [.firearm]))
        #expect(verdict.decision == .allow && verdict.rung == .textOnly && verdict.photoIndex == nil)
        #expect(fixture.auditLog.records.first?.casePriority == .high)
        #expect(!verdict.failedOpen, "the text was scored")
    }

    @Test func scoringFails_whatStageOneFoundStands() async throws {
        let fixture = try PipelineFixture(rules: ["ghost": .review])
        fixture.backend.scriptEveryModel(.fail(.unavailable("connection refused")))
        let verdict = try await fixture.check(.fixture(title: "ghost kit", photos: [.innocent]))
        #expect(verdict.decision == .review && !verdict.failedOpen)
        #expect(verdict.reasons.map(\.code) == [.textRule, .failOpenUnavailable])
        #expect(fixture.auditLog.records.first?.casePriority == .high)
    }

    @Test func deadlineNear_listingIsAllowedWithAHighPriorityCaseAndNoModelIsCalled() async throws {
        let fixture = try PipelineFixture()
        let verdict = try await fixture.check(.fixture(), timeout: .milliseconds(35))
        #expect(verdict.decision == .allow && verdict.failedOpen)
        #expect(verdict.reasons.map(\.code) == [.failOpenDeadline])
        #expect(fixture.backend.calls.isEmpty)
        #expect(fixture.auditLog.records.first?.casePriority == .high)
    }

    // MARK: a photo will not decode, or its format is not supported

    @Test func photoUnreadable_isReviewedWithItsIndexWhileTextAndOtherPhotosCount() async throws {
        let fixture = try PipelineFixture()
        var listing = Listing.fixture(photos: [.innocent, .innocent, .doubtful])
        listing.photos[1] = PhotoFixture.innocent.truncated
        let verdict = try await fixture.check(listing)
        #expect(verdict.decision == .review && verdict.photoIndex == 2)
        let unreadable = try #require(verdict.reasons.first { $0.code == .photoUnreadable })
        #expect(unreadable.photoIndex == 1)
        #expect(verdict.reasons.contains { $0.code == .modelScore && $0.photoIndex == 2 })
        #expect(fixture.backend.calls(of: "clip_image").first?.inputs.first?.shape.first == 2)
        #expect(fixture.auditLog.records.first?.casePriority == .normal)
        #expect(fixture.auditLog.records.first?.photoDigests.count == 3)
        #expect(fixture.auditLog.records.first?.photoFingerprints[1] == "")
    }

    @Test(arguments: [Array("GIF89a and more".utf8), [], Array("not a picture".utf8)])
    func photoFormatUnsupported_isReviewedWithItsIndex(bytes: [UInt8]) async throws {
        let fixture = try PipelineFixture()
        var listing = Listing.fixture()
        listing.photos = [Photo(content: bytes[...])]
        let verdict = try await fixture.check(listing)
        #expect(verdict.decision == .review && verdict.caseID != nil)
        #expect(verdict.reasons.contains { $0.code == .photoUnreadable && $0.photoIndex == 0 })
        #expect(verdict.rung == .full, "the text was scored")
    }

    @Test func everyPhotoUnreadableAndNoText_isReviewedWithoutScoring() async throws {
        let fixture = try PipelineFixture()
        var listing = Listing.fixture(title: "")
        listing.photos = [PhotoFixture.firearm.truncated]
        let verdict = try await fixture.check(listing)
        #expect(verdict.decision == .review && !verdict.failedOpen)
        #expect(verdict.stages.first { $0.stage == .scoring }?.status == .skipped)
        #expect(fixture.backend.calls.isEmpty)
    }

    // MARK: Redis away; no bank; seller features missing

    @Test func redisAwayWithTheBankInMemory_decidesNormallyAndSaysTheBanksAge() async throws {
        let fixture = try PipelineFixture()
        fixture.ledger.setAway(true)
        fixture.features.setAway(true)
        fixture.bank.setStale(milliseconds: 61_000)
        let verdict = try await fixture.check(.fixture(photos: [.innocent]))
        #expect(verdict.decision == .allow && verdict.caseID == nil && verdict.rung == .full)
        #expect(Set(verdict.annotations.map(\.code)) == [.bankStale, .sellerFeaturesDefaulted, .idempotencyUnchecked])
        #expect(verdict.annotations.first { $0.code == .bankStale }?.detail.contains("61000 ms") == true)
        #expect(fixture.auditLog.records.count == 1)
    }

    @Test func noBankAtAll_banksAreSkippedAndScoringDecides() async throws {
        let fixture = try PipelineFixture()
        fixture.bank.setLoaded(false)
        let verdict = try await fixture.check(.fixture(photos: [.firearm]))
        #expect(verdict.decision == .block && verdict.rung == .full)
        #expect(verdict.annotations.map(\.code) == [.banksUnavailable])
        #expect(verdict.stages.first { $0.stage == .banks }?.status == .skipped)
        #expect(fixture.bank.lookupCount == 0)
        let quiet = try await fixture.check(.fixture("request-2", photos: [.innocent]))
        #expect(quiet.decision == .allow && quiet.caseID == nil)
    }

    @Test(arguments: ["stranger", ""])
    func sellerFeaturesMissing_defaultsAreUsedAndAnnotated(sellerID: String) async throws {
        let fixture = try PipelineFixture()
        let verdict = try await fixture.check(.fixture(sellerID: sellerID))
        #expect(verdict.decision == .allow && verdict.caseID == nil)
        #expect(verdict.annotations.map(\.code) == [.sellerFeaturesDefaulted])
    }

    @Test func sellerFeaturesLate_nobodyWaitsForThem() async throws {
        let fixture = try PipelineFixture()
        fixture.features.setAway(true)
        let start = fixture.clock.now
        let verdict = try await fixture.check(.fixture())
        #expect(verdict.decision == .allow && verdict.rung == .full)
        #expect(verdict.stages.first { $0.stage == .features }?.status == .timedOut)
        #expect(start.duration(to: fixture.clock.now) <= .milliseconds(50))
    }

    // MARK: decision store not writable

    @Test func storeNotWritable_isUnavailableAndTheClaimIsGivenBack() async throws {
        let fixture = try PipelineFixture()
        fixture.auditLog.set(.fail("disk full"))
        let error = try #require(await fixture.failure(.fixture()))
        #expect(error.code == .storeUnavailable && error.source == .store && error.isRetryable && error.cause == "disk full")
        #expect(fixture.ledger.entry("request-1") == nil && fixture.ledger.abandoned == ["request-1"])
        fixture.auditLog.set(.store)
        #expect(try await fixture.check(.fixture()).decision == .allow, "the next attempt decides")
    }

    @Test func storeStalls_isUnavailableInTimeAndWhatWasBegunIsFinished() async throws {
        let fixture = try PipelineFixture()
        fixture.auditLog.set(.hang)
        let start = fixture.clock.now
        let check = Task { await fixture.failure(.fixture()) }
        #expect(await eventually { fixture.auditLog.hangingCount == 1 })
        fixture.clock.advance(to: start.advanced(by: .milliseconds(448)))
        #expect(await check.value?.code == .storeUnavailable)
        #expect(fixture.ledger.entry("request-1") != nil, "nobody else decides while the commit is under way")
        fixture.auditLog.release()
        #expect(await eventually { fixture.ledger.entry("request-1")?.verdict != nil })
        #expect(try await fixture.check(.fixture()).isReplayed)
        #expect(fixture.auditLog.records.count == 1)
    }

    // MARK: invalid request, over a limit, draining

    @Test func invalidRequest_namesTheFieldAndTouchesNothing() async throws {
        let fixture = try PipelineFixture()
        let error = try #require(await fixture.failure(.fixture("no spaces allowed")))
        #expect(
            error.code == .invalidRequest && error.message.hasPrefix("request_id") && !error.isRetryable
                && error.source == .caller
        )
        #expect(fixture.ledger.claimCount == 0 && fixture.auditLog.records.isEmpty)
    }

    @Test func overASizeLimit_namesTheFieldAndTheLimit() async throws {
        let fixture = try PipelineFixture()
        let listing = Listing.fixture(photos: Array(repeating: .innocent, count: 13))
        let error = try #require(await fixture.failure(listing))
        #expect(error.code == .limitExceeded && error.message == "photos: 13 photos; the limit is 12")
    }

    @Test func draining_refusesNewChecks() async throws {
        let fixture = try PipelineFixture()
        fixture.pipeline.drain()
        let error = try #require(await fixture.failure(.fixture()))
        #expect(error.code == .draining && error.isRetryable)
    }

    @Test func overTheInFlightLimit_refusesTheNextCheckAndTakesOneAgainAfterwards() async throws {
        var configuration = PipelineConfiguration()
        configuration.inFlightLimit = 1
        let fixture = try PipelineFixture(configuration: configuration)
        fixture.auditLog.set(.hang)
        let first = Task { try await fixture.check(.fixture("first")) }
        #expect(await eventually { fixture.auditLog.hangingCount == 1 })
        let error = try #require(await fixture.failure(.fixture("second")))
        #expect(error.code == .overloaded && error.isRetryable && error.message.contains("1"))
        fixture.auditLog.release()
        #expect(try await first.value.decision == .allow)
        #expect(fixture.pipeline.admission.inFlightCount == 0)
        #expect(try await fixture.check(.fixture("second")).decision == .allow)
    }
}
