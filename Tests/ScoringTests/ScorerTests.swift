import ModerationCore
import ModerationTesting
import Scoring
import Testing

/// One scorer with a scripted backend and a clock that only moves when a script says so.
struct ScorerFixture {
    let clock: ManualClock
    let backend: FakeInferenceBackend
    let catalog = FakeModelCatalog()
    let scorer: Scorer

    init(distribution: FakeInferenceBackend.Distribution? = nil, configuration: ScoringConfiguration = ScoringConfiguration()) {
        let clock = ManualClock()
        self.clock = clock
        backend = distribution.map { FakeInferenceBackend(clock: clock, distribution: $0) } ?? FakeInferenceBackend(clock: clock)
        scorer = Scorer(backend: backend, catalog: catalog, configuration: configuration, time: clock.timeSource)
    }

    func score(_ input: ScoringInput, within time: Duration = .milliseconds(400)) async -> ScoringReport {
        await scorer.score(input, deadline: .after(time, from: clock.now))
    }

    static func input(title: String = "wooden table", photos: UInt8...) -> ScoringInput {
        ScoringInput(
            requestID: "r-1",
            title: title,
            photos: photos.enumerated().map { ScoringPhoto(index: $0.offset, pixels: .uniform($0.element)) }
        )
    }
}

extension ScoringReport {
    var evidence: ScoringEvidence? { if case .scored(let evidence) = outcome { evidence } else { nil } }
    var failedRungs: [FailedRung]? { if case .failed(let rungs) = outcome { rungs } else { nil } }
}

@Suite struct ScorerTests {
    @Test func score_onePhotoAndText_isOneEnsembleCallInTheContractsShapes() async throws {
        let fixture = ScorerFixture()
        let report = await fixture.score(ScorerFixture.input(photos: 51))
        let call = try #require(fixture.backend.calls.first)
        #expect(fixture.backend.calls.count == 1)
        #expect(call.model == "firearm_ensemble" && call.version == nil && call.id == "r-1")
        #expect(call.inputs.map(\.name) == ["pixels", "input_ids", "attention_mask", "context", "presence"])
        #expect(call.inputs.map(\.datatype) == [.uint8, .int64, .int64, .fp32, .fp32])
        #expect(call.inputs.map(\.shape) == [[1, 224, 224, 3], [1, 32], [1, 32], [1, 16], [1, 2]])
        #expect(Set(call.outputs) == ["class_probabilities", "clip_image_version", "distilbert_version", "fusion_version"])
        #expect(FakeTensors.int64s(call.inputs[1]) == [101, 6, 5, 102] + [Int64](repeating: 0, count: 28))
        #expect(FakeTensors.int64s(call.inputs[2]) == [1, 1, 1, 1] + [Int64](repeating: 0, count: 28))
        #expect(FakeTensors.floats(call.inputs[4]) == [1, 1])
        let evidence = try #require(report.evidence)
        #expect(abs(evidence.probabilities[.firearm] - 0.2) < 1e-6)
        #expect(evidence.photoIndex == 0 && evidence.rung == .full && evidence.failedRungs.isEmpty)
        #expect(evidence.versions == ModelVersions(clipImage: 1, distilbert: 1, fusion: 1, ensemble: "1"))
        #expect(report.vocabularyDigest == "vocabulary-1")
    }

    @Test func score_onePhotoWithoutText_sendsAnEmptyTextWithPresenceZero() async throws {
        let fixture = ScorerFixture()
        let report = await fixture.score(ScorerFixture.input(title: " \n", photos: 51))
        let call = try #require(fixture.backend.calls.first)
        #expect(call.model == "firearm_ensemble")
        #expect(Array(FakeTensors.int64s(call.inputs[1]).prefix(3)) == [101, 102, 0])
        #expect(FakeTensors.floats(call.inputs[4]) == [1, 0])
        #expect(report.evidence?.rung == .full && report.vocabularyDigest == nil)
    }

    @Test func score_severalPhotos_callsEachTowerOnceAndFusionOnceWithTheTextRepeated() async throws {
        let fixture = ScorerFixture()
        var input = ScorerFixture.input(photos: 10, 230, 40)
        input.photos[1].index = 4
        let report = await fixture.score(input)
        #expect(fixture.backend.calls.map(\.model).sorted() == ["clip_image", "distilbert_int8", "fusion"])
        let fusion = try #require(fixture.backend.calls(of: "fusion").first)
        #expect(fusion.inputs.map(\.name) == ["image_embedding", "text_embedding", "context", "presence"])
        #expect(fusion.inputs.map(\.shape) == [[3, 512], [3, 768], [3, 16], [3, 2]])
        let texts = FakeTensors.floats(fusion.inputs[1])
        #expect([texts[0], texts[768], texts[1536]] == [214, 214, 214])
        #expect(fixture.backend.calls(of: "clip_image").first?.inputs.first?.shape == [3, 224, 224, 3])
        let evidence = try #require(report.evidence)
        #expect(evidence.photoIndex == 4, "the photo with the highest violation probability speaks for the listing")
        #expect(abs(evidence.probabilities.violationProbability - 230.0 / 255) < 1e-6)
        #expect(Set(evidence.perPhoto.keys) == [0, 2, 4])
        #expect(evidence.versions == ModelVersions(clipImage: 1, distilbert: 1, fusion: 1))
    }

    @Test func score_withoutPhotos_usesTheTextTowerAndAZeroImage() async throws {
        let fixture = ScorerFixture(distribution: { FakeInferenceBackend.firearm($0.text > 0 ? 0.5 : 0) })
        let report = await fixture.score(ScorerFixture.input())
        #expect(fixture.backend.calls.map(\.model) == ["distilbert_int8", "fusion"])
        let fusion = try #require(fixture.backend.calls(of: "fusion").first)
        #expect(FakeTensors.floats(fusion.inputs[0]).allSatisfy { $0 == 0 } && fusion.inputs[0].shape == [1, 512])
        #expect(FakeTensors.floats(fusion.inputs[3]) == [0, 1])
        #expect(report.evidence?.photoIndex == nil)
        #expect(report.evidence?.perPhoto == [:])
        #expect(report.evidence?.probabilities[.firearm] == 0.5)
    }

    @Test func score_severalPhotosWithoutText_sendsAZeroTextAndNeedsNoTokenizer() async throws {
        let fixture = ScorerFixture()
        fixture.catalog.set(nil, version: 1)
        let report = await fixture.score(ScorerFixture.input(title: "", photos: 1, 2))
        #expect(fixture.backend.calls.map(\.model) == ["clip_image", "fusion"])
        #expect(FakeTensors.floats(fixture.backend.calls[1].inputs[3]) == [1, 0, 1, 0])
        #expect(report.evidence?.photoIndex == 1)
    }

    @Test func score_nothingAtAll_isSkipped() async {
        let fixture = ScorerFixture()
        #expect(await fixture.score(ScoringInput()).outcome == .skipped(why: "no readable photo and no text"))
        #expect(fixture.backend.calls.isEmpty)
    }

    @Test(arguments: [(1, 32), (31, 64), (30, 32), (90, 96), (500, 128)])
    func score_padsIDsToTheMultipleAndCutsAtTheMaximum(wordCount: Int, padded: Int) async throws {
        let fixture = ScorerFixture()
        _ = await fixture.score(ScorerFixture.input(title: Array(repeating: "a", count: wordCount).joined(separator: " ")))
        let call = try #require(fixture.backend.calls.first)
        #expect(call.inputs.map(\.shape) == [[1, Int64(padded)], [1, Int64(padded)]])
        #expect(FakeTensors.int64s(call.inputs[1]).reduce(0, +) == Int64(min(wordCount + 2, 128)))
    }

    @Test func score_whenATowerFails_cancelsTheOtherAndGoesDownTheLadder() async {
        let fixture = ScorerFixture()
        fixture.backend.script("clip_image", .hang, .answer)
        fixture.backend.script("distilbert_int8", .fail(.overloaded("queue full")))
        let report = await fixture.score(ScorerFixture.input(photos: 1, 2))
        #expect(fixture.backend.cancelledCount == 1)
        #expect(report.evidence?.rung == .cpuText)
        #expect(
            report.evidence?.failedRungs
                == [FailedRung(rung: .full, failure: .overloaded, detail: "distilbert_int8: queue full")]
        )
    }
}
