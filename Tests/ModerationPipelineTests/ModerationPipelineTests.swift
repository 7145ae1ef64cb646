import ModerationCore
import ModerationPipeline
import ModerationTesting
import Testing
import TextInput

@Suite struct ModerationPipelineTests {
    @Test func check_innocentListing_isAllowedRecordedAndExplained() async throws {
        let fixture = try PipelineFixture()
        let verdict = try await fixture.check(.fixture(photos: [.innocent]))
        #expect(verdict.decision == .allow && verdict.caseID == nil && !verdict.failedOpen && !verdict.isReplayed)
        #expect(verdict.requestID == "request-1" && verdict.listingID == "listing-1")
        #expect(verdict.reasons.map(\.code) == [.nothingFound] && verdict.annotations.isEmpty)
        #expect(verdict.stages.map(\.stage) == Stage.allCases, "every stage, in the order data flows")
        #expect(verdict.stages.allSatisfy { $0.status == .ran && $0.microseconds >= 0 })
        #expect(
            verdict.versions
                == VersionVector(
                    normaliser: "\(TextNormaliser.version)/\(TextNormaliser.dataVersion)",
                    pixelMode: "exact",
                    rules: "words@1",
                    bankEpochs: ["guns": 42],
                    tokenizer: "vocabulary-1",
                    models: ModelVersions(clipImage: 1, distilbert: 1, fusion: 1, ensemble: "1"),
                    policy: "fixture@001122334455"
                )
        )
        let record = try #require(fixture.auditLog.records.first)
        #expect(record.casePriority == nil && record.listing.title == "Oak table")
        #expect(record.photoDigests.count == 1 && record.photoDigests[0].utf8.count == 64)
        #expect(record.photoFingerprints[0].utf8.count == 16)
        #expect(record.contentDigest.utf8.count == 64)
        var recorded = verdict
        recorded.stages.removeLast()
        #expect(record.verdict == recorded, "what is recorded is what is answered, but for the recording's own time")
    }

    @Test func check_withoutPhotos_skipsWhatPhotosNeed() async throws {
        let verdict = try await PipelineFixture().check(.fixture())
        let skipped = verdict.stages.filter { $0.status == .skipped }.map(\.stage)
        #expect(skipped == [.media, .banks])
        #expect(verdict.versions.pixelMode == "" && verdict.versions.bankEpochs == [:])
    }

    @Test func check_withoutText_skipsWhatTextNeeds() async throws {
        let verdict = try await PipelineFixture().check(.fixture(title: "", photos: [.doubtful]))
        #expect(verdict.stages.filter { $0.status == .skipped }.map(\.stage) == [.text, .rules])
        #expect(verdict.decision == .review && verdict.versions.tokenizer == "")
    }

    @Test func check_knownBadPhoto_isBlockedByStageOneWithoutScoring() async throws {
        let fixture = try PipelineFixture()
        let seen = try await fixture.check(.fixture("first", photos: [.innocent]))
        #expect(seen.decision == .allow)
        let hexadecimal = try #require(fixture.auditLog.records.first?.photoFingerprints.first)
        fixture.bank.add(try #require(Fingerprint(kind: .phash64, hexadecimal: hexadecimal)), bank: "guns", kind: .block)
        let callCount = fixture.backend.calls.count
        let verdict = try await fixture.check(.fixture("second", photos: [.doubtful, .innocent]))
        #expect(verdict.decision == .block && verdict.probabilities == nil)
        #expect(verdict.reasons.map(\.code) == [.knownBadPhoto] && verdict.reasons[0].photoIndex == 1)
        #expect(verdict.stages.first { $0.stage == .scoring }?.status == .skipped)
        #expect(fixture.backend.calls.count == callCount)
        #expect(fixture.auditLog.records.last?.casePriority == .normal)
    }

    @Test func check_flatPhoto_isNotLookedUpAndSaysSo() async throws {
        let fixture = try PipelineFixture()
        let verdict = try await fixture.check(.fixture(photos: [.flat]))
        #expect(verdict.annotations.map(\.code) == [.fingerprintUnreliable])
        #expect(fixture.bank.lookupCount == 0)
    }

    @Test func check_blockingRule_skipsScoring() async throws {
        let fixture = try PipelineFixture(rules: ["glock": .block])
        let verdict = try await fixture.check(.fixture(title: "Glock 19", photos: [.innocent]))
        #expect(verdict.decision == .block && fixture.backend.calls.isEmpty)
        #expect(verdict.reasons.first?.rule?.text == "Glock", "as the seller wrote it")
    }

    @Test func check_airsoft_isTagged() async throws {
        let airsoft: [Float] = [0, 0, 0, 0, 0.9, 0, 0, 0, 0.1]
        let fixture = try PipelineFixture(distribution: { _ in airsoft })
        let verdict = try await fixture.check(.fixture(photos: [.innocent]))
        #expect(verdict.decision == .allowTagged && verdict.tags == [.airsoft] && verdict.caseID == nil)
    }

    @Test func check_severalPhotos_theWorstSpeaksForTheListing() async throws {
        let fixture = try PipelineFixture(threadCount: 2)
        let verdict = try await fixture.check(.fixture(photos: [.innocent, .doubtful, .firearm, .innocent]))
        #expect(verdict.decision == .block && verdict.photoIndex == 2)
        #expect(fixture.backend.calls.map(\.model).sorted() == ["clip_image", "distilbert_int8", "fusion"])
        let violation = try #require(verdict.violationProbability)
        #expect(violation > 0.95)
    }

    @Test func check_whenTheLiveTextTowerHasAnotherVocabulary_tokenizesForIt() async throws {
        let fixture = try PipelineFixture()
        fixture.catalog.set(FakeTokenizer(vocabularyDigest: "vocabulary-2", offset: 9), version: 2)
        let verdict = try await fixture.check(.fixture(photos: [.innocent]))
        #expect(verdict.versions.tokenizer == "vocabulary-1" && verdict.versions.models.distilbert == 1)
        #expect(fixture.backend.calls.count == 2 && verdict.rung == .full)
    }

    @Test func check_dryRun_decidesAndLeavesNoTrace() async throws {
        let fixture = try PipelineFixture()
        let verdict = try await fixture.check(.fixture(photos: [.firearm], isDryRun: true))
        #expect(verdict.decision == .block && verdict.isDryRun && verdict.caseID == nil)
        #expect(verdict.stages.filter { $0.status == .skipped }.map(\.stage) == [.claim, .recording])
        #expect(fixture.ledger.claimCount == 0 && fixture.auditLog.records.isEmpty)
        #expect(try await fixture.check(.fixture(photos: [.firearm])).isReplayed == false, "a dry run claims no id")
    }

    @Test func check_whenTheCallerHangsUpBeforeRecording_abandonsTheClaim() async throws {
        let fixture = try PipelineFixture()
        fixture.backend.script("firearm_ensemble", .hang)
        let check = Task { await fixture.failure(.fixture(photos: [.innocent])) }
        #expect(await eventually { !fixture.backend.calls.isEmpty })
        check.cancel()
        #expect(await check.value?.code == .cancelled)
        #expect(fixture.ledger.abandoned == ["request-1"] && fixture.auditLog.records.isEmpty)
        #expect(fixture.pipeline.admission.inFlightCount == 0)
    }

    @Test func check_whenTheCallerHangsUpDuringRecording_finishesIt() async throws {
        let fixture = try PipelineFixture()
        fixture.auditLog.set(.hang)
        let check = Task { try await fixture.check(.fixture()) }
        #expect(await eventually { fixture.auditLog.hangingCount == 1 })
        check.cancel()
        fixture.auditLog.release()
        #expect(try await check.value.decision == .allow)
        #expect(fixture.auditLog.records.count == 1)
        #expect(await eventually { fixture.ledger.entry("request-1")?.verdict != nil })
    }
}
