import ModerationCore
import ModerationTesting
import Scoring
import Testing

@Suite struct ScorerLadderTests {
    @Test func score_whenTheEnsembleStalls_theCPUTwinAnswersBeforeTheDeadline() async throws {
        let fixture = ScorerFixture()
        fixture.backend.script("firearm_ensemble", .stall)
        let deadline = Deadline.after(.milliseconds(400), from: fixture.clock.now)
        let report = await fixture.scorer.score(ScorerFixture.input(photos: 51), deadline: deadline)
        #expect(
            fixture.backend.calls.map(\.model).sorted() == ["clip_image", "distilbert_int8_cpu", "firearm_ensemble", "fusion"]
        )
        #expect(report.evidence?.rung == .cpuText)
        #expect(report.evidence?.failedRungs.map(\.failure) == [.deadlineNear])
        #expect(fixture.clock.now < deadline.instant)
    }

    @Test func score_whenTheImageTowerStallsToo_onlyTheTextIsScored() async throws {
        let fixture = ScorerFixture()
        fixture.backend.script("firearm_ensemble", .stall)
        fixture.backend.script("clip_image", .stall)
        let report = await fixture.score(ScorerFixture.input(photos: 255))
        let evidence = try #require(report.evidence)
        #expect(evidence.rung == .textOnly && evidence.photoIndex == nil && evidence.perPhoto.isEmpty)
        #expect(evidence.failedRungs.map(\.rung) == [.full, .cpuText])
        #expect(evidence.versions == ModelVersions(distilbert: 1, fusion: 1))
        #expect(FakeTensors.floats(try #require(fixture.backend.calls(of: "fusion").last).inputs[3]) == [0, 1])
    }

    @Test func score_whenEverythingStalls_failsAtTheDeadlineAndNotAfter() async {
        let fixture = ScorerFixture()
        fixture.backend.scriptEveryModel(.stall)
        let deadline = Deadline.after(.milliseconds(400), from: fixture.clock.now)
        let report = await fixture.scorer.score(ScorerFixture.input(photos: 51), deadline: deadline)
        #expect(report.failedRungs?.map(\.rung) == [.full, .cpuText, .textOnly])
        #expect(report.failedRungs?.last?.failure == .deadlineNear)
        #expect(fixture.clock.now <= deadline.instant)
        #expect(fixture.backend.deadlines.allSatisfy { $0 <= deadline })
    }

    @Test(arguments: [
        (InferenceFailure.unavailable("refused"), ScoringFailure.unavailable), (.overloaded("queue full"), .overloaded),
        (.deadlineExceeded, .deadlineNear), (.invalidResponse("garbage"), .invalidOutput),
        (.rejected("unknown model"), .unavailable),
    ])
    func score_whenEveryModelFails_namesTheFailure(given: InferenceFailure, expected: ScoringFailure) async {
        let fixture = ScorerFixture()
        fixture.backend.scriptEveryModel(.fail(given))
        let report = await fixture.score(ScorerFixture.input(photos: 51))
        #expect(report.failedRungs?.map(\.failure) == [expected, expected, expected])
    }

    @Test func score_whenNoTimeIsLeft_callsNothing() async {
        let fixture = ScorerFixture()
        let report = await fixture.score(ScorerFixture.input(photos: 51), within: .milliseconds(3))
        #expect(fixture.backend.calls.isEmpty)
        #expect(report.failedRungs?.map(\.failure) == [.deadlineNear, .deadlineNear, .deadlineNear])
    }

    @Test func score_whenFusionIsDown_failsEveryRungFast() async {
        let fixture = ScorerFixture()
        fixture.backend.script("firearm_ensemble", .fail(.rejected("fusion is not loaded")))
        fixture.backend.script("fusion", .fail(.rejected("unknown model")))
        let start = fixture.clock.now
        let report = await fixture.score(ScorerFixture.input(photos: 51))
        #expect(report.failedRungs?.count == 3)
        #expect(fixture.clock.now == start)
    }

    @Test func score_whenTheTaskIsCancelled_triesNoFurtherRung() async {
        let fixture = ScorerFixture()
        fixture.backend.script("firearm_ensemble", .hang)
        let task = Task { await fixture.score(ScorerFixture.input(photos: 51)) }
        while fixture.backend.calls.isEmpty { await Task.yield() }
        task.cancel()
        let report = await task.value
        #expect(report.failedRungs?.map(\.rung) == [.full])
        #expect(fixture.backend.calls.map(\.model) == ["firearm_ensemble"])
    }

    @Test func score_whenTheFirstRungIsFull_goesStraightToTheNext() async {
        let fixture = ScorerFixture(configuration: ScoringConfiguration(fullRungLimit: 1))
        fixture.backend.script("firearm_ensemble", .hang, .answer)
        let first = Task { await fixture.score(ScorerFixture.input(photos: 51)) }
        while fixture.backend.calls.isEmpty { await Task.yield() }
        let report = await fixture.score(ScorerFixture.input(photos: 51))
        #expect(report.evidence?.rung == .cpuText)
        #expect(report.evidence?.failedRungs.map(\.failure) == [.overloaded])
        first.cancel()
        _ = await first.value
        #expect(await fixture.score(ScorerFixture.input(photos: 51)).evidence?.rung == .full, "the place was given back")
    }

    // MARK: what a model may not answer

    private static func replace(_ name: String, _ change: @escaping @Sendable (inout Tensor) -> Void)
        -> FakeInferenceBackend.Behaviour
    {
        .alter { response in
            for index in response.outputs.indices where response.outputs[index].name == name { change(&response.outputs[index]) }
        }
    }

    static let brokenAnswers: [(String, FakeInferenceBackend.Behaviour)] = [
        ("no outputs", .alter { $0.outputs = [] }),
        ("no version", .alter { $0.outputs.removeAll { $0.name == "distilbert_version" } }),
        (
            "NaN",
            replace("class_probabilities") {
                $0 = FakeTensors.fp32($0.name, shape: $0.shape, [.nan] + [Float](repeating: 0.1, count: 8))
            }
        ),
        (
            "infinity",
            replace("class_probabilities") {
                $0 = FakeTensors.fp32($0.name, shape: $0.shape, [.infinity, 0, 0, 0, 0, 0, 0, 0, 0])
            }
        ),
        (
            "sum 2",
            replace("class_probabilities") { $0 = FakeTensors.fp32($0.name, shape: $0.shape, [1, 1, 0, 0, 0, 0, 0, 0, 0]) }
        ),
        (
            "negative",
            replace("class_probabilities") { $0 = FakeTensors.fp32($0.name, shape: $0.shape, [-1, 1, 1, 0, 0, 0, 0, 0, 0]) }
        ),
        (
            "eight classes",
            replace("class_probabilities") { $0 = FakeTensors.fp32($0.name, shape: [1, 8], [1, 0, 0, 0, 0, 0, 0, 0]) }
        ),
        ("no batch", replace("class_probabilities") { $0.shape = [9] }),
        (
            "surplus rows",
            replace("class_probabilities") {
                $0 = FakeTensors.fp32($0.name, shape: [2, 9], [Float](repeating: 1.0 / 9, count: 18))
            }
        ),
        ("datatype", replace("class_probabilities") { $0.datatype = .fp16 }),
        ("bytes missing", replace("class_probabilities") { $0.bytes = $0.bytes.dropLast() }),
        ("bytes surplus", replace("class_probabilities") { $0.bytes.append(0) }),
        ("version 0", replace("fusion_version") { $0 = FakeTensors.int64($0.name, shape: $0.shape, [0]) }),
        ("version FP32", replace("fusion_version") { $0.datatype = .fp32 }),
    ]

    @Test(arguments: brokenAnswers.indices)
    func score_whenTheAnswerBreaksTheContract_isInvalidOutput(index: Int) async {
        let fixture = ScorerFixture()
        fixture.backend.script("firearm_ensemble", Self.brokenAnswers[index].1)
        let report = await fixture.score(ScorerFixture.input(photos: 51))
        #expect(report.evidence?.rung == .cpuText, "\(Self.brokenAnswers[index].0)")
        #expect(report.evidence?.failedRungs.map(\.failure) == [.invalidOutput], "\(Self.brokenAnswers[index].0)")
    }

    @Test func score_whenAnEmbeddingHoldsNaN_isInvalidOutputBeforeFusionSeesIt() async {
        let fixture = ScorerFixture()
        fixture.backend.script(
            "clip_image",
            Self.replace("image_embedding") {
                $0 = FakeTensors.fp32($0.name, shape: $0.shape, [Float](repeating: .nan, count: 1_024))
            }
        )
        let report = await fixture.score(ScorerFixture.input(photos: 1, 2))
        #expect(report.evidence?.rung == .textOnly)
        #expect(report.evidence?.failedRungs.map(\.failure) == [.invalidOutput, .invalidOutput])
        #expect(fixture.backend.calls(of: "fusion").count == 1)
    }

    @Test func score_whenPhotosOfOneBatchReportTwoVersions_isInvalidOutput() async {
        let fixture = ScorerFixture()
        fixture.backend.script(
            "clip_image",
            Self.replace("clip_image_version") { $0 = FakeTensors.int64($0.name, shape: $0.shape, [1, 2]) },
            .answer
        )
        let report = await fixture.score(ScorerFixture.input(photos: 1, 2))
        #expect(report.evidence?.failedRungs.map(\.failure) == [.invalidOutput])
    }
}
