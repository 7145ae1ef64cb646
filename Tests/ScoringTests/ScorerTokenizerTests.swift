import ModerationCore
import ModerationTesting
import Scoring
import Testing

@Suite struct ScorerTokenizerTests {
    private let vocabulary2 = FakeTokenizer(vocabularyDigest: "vocabulary-2", offset: 1_000)

    @Test func score_whenAnotherVersionAnswers_tokenizesAgainAndRepeatsOnce() async throws {
        let fixture = ScorerFixture()
        fixture.catalog.set(vocabulary2, version: 2)
        // Version 2 lies in the repository, version 1 is live.
        let report = await fixture.score(ScorerFixture.input(photos: 51))
        let calls = fixture.backend.calls(of: "firearm_ensemble")
        #expect(calls.map { FakeTensors.int64s($0.inputs[1])[1] } == [1_006, 6])
        #expect(report.evidence?.rung == .full && report.vocabularyDigest == "vocabulary-1")
        // The next listing starts from what answered last.
        _ = await fixture.score(ScorerFixture.input(photos: 51))
        #expect(fixture.backend.calls(of: "firearm_ensemble").count == 3)
    }

    @Test func score_whenANewVersionGoesLive_followsIt() async {
        let fixture = ScorerFixture()
        _ = await fixture.score(ScorerFixture.input(photos: 1, 2))
        fixture.catalog.set(vocabulary2, version: 2)
        fixture.backend.version(of: "distilbert_int8", 2)
        let report = await fixture.score(ScorerFixture.input(photos: 1, 2))
        #expect(report.vocabularyDigest == "vocabulary-2")
        #expect(report.evidence?.versions.distilbert == 2)
        #expect(fixture.backend.calls(of: "distilbert_int8").count == 3, "only the text tower is asked again")
        #expect(fixture.backend.calls(of: "clip_image").count == 2)
    }

    @Test func score_whenTheNewVersionHasTheSameVocabulary_repeatsNothing() async {
        let fixture = ScorerFixture()
        fixture.catalog.set(FakeTokenizer(vocabularyDigest: "vocabulary-1"), version: 2)
        fixture.backend.version(of: "distilbert_int8", 2)
        let report = await fixture.score(ScorerFixture.input(photos: 51))
        #expect(fixture.backend.calls.count == 1)
        #expect(report.evidence?.versions.distilbert == 2)
    }

    @Test func score_whenNoTokenizerBelongsToTheAnsweringVersion_failsWithNoTokenizer() async {
        let fixture = ScorerFixture()
        fixture.backend.version(of: "distilbert_int8", 9)
        let report = await fixture.score(ScorerFixture.input(photos: 51))
        #expect(report.failedRungs?.map(\.failure) == [.noTokenizer, .noTokenizer, .noTokenizer])
    }

    @Test func score_withAnEmptyCatalogAndText_failsWithoutACallOfTheTextTower() async {
        let fixture = ScorerFixture()
        fixture.catalog.set(nil, version: 1)
        let report = await fixture.score(ScorerFixture.input())
        #expect(report.failedRungs?.map(\.failure) == [.noTokenizer, .noTokenizer])
        #expect(fixture.backend.calls.isEmpty)
    }

    @Test func score_withAnEmptyCatalogAndNoText_stillScoresThePhoto() async {
        let fixture = ScorerFixture()
        fixture.catalog.set(nil, version: 1)
        let report = await fixture.score(ScorerFixture.input(title: "", photos: 51))
        #expect(report.evidence?.rung == .full)
        #expect(fixture.backend.calls.map(\.model) == ["clip_image", "fusion"])
    }

    @Test func score_whenNoTimeIsLeftToRepeat_failsTheRung() async {
        let fixture = ScorerFixture()
        fixture.catalog.set(vocabulary2, version: 2)
        fixture.backend.latency(of: "firearm_ensemble", .milliseconds(255))
        let report = await fixture.score(ScorerFixture.input(photos: 51))
        #expect(fixture.backend.calls(of: "firearm_ensemble").count == 1)
        #expect(report.evidence?.rung == .cpuText)
        #expect(report.evidence?.failedRungs.map(\.failure) == [.noTokenizer])
    }
}
