import Dispatch
import ModerationCore
import ModerationPipeline
import ModerationTesting
import Testing

/// Deadlines on a clock that only moves when a script says so: nothing here depends on how fast the machine is.
@Suite struct DeadlineTests {
    @Test(arguments: [Duration.milliseconds(60), .milliseconds(120), .milliseconds(450), .seconds(2), .seconds(9), .seconds(60)])
    func check_whenEveryModelStalls_answersBeforeTheDeadlineWithTheMargin(timeout: Duration) async throws {
        let fixture = try PipelineFixture()
        fixture.backend.scriptEveryModel(.stall)
        let start = fixture.clock.now
        let verdict = try await fixture.check(.fixture(photos: [.firearm, .innocent]), timeout: timeout)
        #expect(verdict.failedOpen)
        #expect(start.duration(to: fixture.clock.now) <= min(timeout, .seconds(10)) - .milliseconds(10))
        #expect(
            fixture.backend.deadlines.allSatisfy {
                $0.instant <= start.advanced(by: min(timeout, .seconds(10)) - .milliseconds(50))
            }
        )
    }

    @Test func check_withoutADeadline_has450Milliseconds() async throws {
        let fixture = try PipelineFixture()
        fixture.backend.scriptEveryModel(.stall)
        let start = fixture.clock.now
        _ = try await fixture.check(.fixture(photos: [.firearm]))
        #expect(start.duration(to: fixture.clock.now) == .milliseconds(400), "440 less what recording keeps")
    }

    @Test func check_slowButAliveModels_answerOnTheFirstRung() async throws {
        let fixture = try PipelineFixture()
        fixture.backend.latency(of: "firearm_ensemble", .milliseconds(250))
        let verdict = try await fixture.check(.fixture(photos: [.firearm]))
        #expect(verdict.rung == .full && verdict.decision == .block)
        #expect(verdict.stages.first { $0.stage == .scoring }?.microseconds == 250_000)
    }

    @Test func check_modelsSlowerThanTheirShare_areLeftForTheNextRung() async throws {
        let fixture = try PipelineFixture()
        fixture.backend.latency(of: "firearm_ensemble", .milliseconds(300))
        let verdict = try await fixture.check(.fixture(photos: [.firearm]))
        #expect(verdict.rung == .cpuText && verdict.decision == .block)
    }

    @Test func check_whenTheDeadlineIsPastOnArrival_isRefused() async throws {
        let fixture = try PipelineFixture()
        let error = try #require(await fixture.failure(.fixture(), timeout: .zero))
        #expect(error.code == .deadlineExceeded)
        #expect(fixture.ledger.claimCount == 0)
    }

    @Test func check_whenPhotosAreNotReadInTime_failsOpenAndDropsTheJobs() async throws {
        let fixture = try PipelineFixture()
        let start = fixture.clock.now
        let gate = DispatchSemaphore(value: 0)
        let started = DispatchSemaphore(value: 0)
        let blocker = Task {
            try await fixture.pool.run {
                started.signal()
                gate.wait()
            }
        }
        #expect(await eventually { started.wait(timeout: .now()) == .success })
        let check = Task { try await fixture.check(.fixture(photos: [.firearm])) }
        #expect(await eventually { fixture.pool.waitingCount == 1 })
        fixture.clock.advance(to: start.advanced(by: .milliseconds(360)))
        let verdict = try await check.value
        #expect(verdict.decision == .allow && verdict.failedOpen)
        #expect(verdict.reasons.map(\.code) == [.failOpenDeadline])
        #expect(verdict.stages.first { $0.stage == .media }?.status == .timedOut)
        #expect(fixture.auditLog.records.first?.casePriority == .high)
        #expect(verdict.stages.first { $0.stage == .scoring }?.status == .ran, "the text is scored without the late photo")
        gate.signal()
        try await blocker.value
        #expect(await eventually { fixture.pool.waitingCount == 0 })
    }

    @Test func check_whenTheWorkerPoolIsFull_failsOpenAsOverloaded() async throws {
        let fixture = try PipelineFixture(rules: ["ghost": .review], queueLimit: 0)
        let gate = DispatchSemaphore(value: 0)
        let started = DispatchSemaphore(value: 0)
        let blocker = Task {
            // The pool's thread may not be idle yet: without a queue it then refuses.
            let block: @Sendable () -> Bool = {
                started.signal()
                gate.wait()
                return true
            }
            while (try? await fixture.pool.run(block)) == nil { await Task.yield() }
        }
        #expect(await eventually { started.wait(timeout: .now()) == .success })
        let verdict = try await fixture.check(.fixture(photos: [.firearm]))
        #expect(verdict.decision == .allow && verdict.failedOpen)
        #expect(verdict.reasons.map(\.code) == [.failOpenOverloaded])
        #expect(verdict.stages.first { $0.stage == .media }?.status == .failed)
        let reviewed = try await fixture.check(.fixture("request-2", title: "ghost", photos: [.firearm]))
        #expect(reviewed.decision == .review, "what the text says still counts")
        gate.signal()
        await blocker.value
    }

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

    @Test func check_longText_isReadOnTheWorkerPool() async throws {
        let fixture = try PipelineFixture(rules: ["ghost": .review])
        let listing = Listing.fixture(description: String(repeating: "long ", count: 2_000) + "ghost")
        let verdict = try await fixture.check(listing)
        #expect(verdict.decision == .review && verdict.reasons.first?.rule?.start == 10_000)
        #expect(verdict.stages.map(\.stage) == Stage.allCases)
    }

    @Test func check_whenALongTextIsNotReadInTime_failsOpen() async throws {
        let fixture = try PipelineFixture(rules: ["ghost": .block])
        let start = fixture.clock.now
        let gate = DispatchSemaphore(value: 0)
        let blocker = await occupy(fixture, until: gate)
        let check = Task { try await fixture.check(.fixture(description: String(repeating: "ghost ", count: 2_000))) }
        #expect(await eventually { fixture.pool.waitingCount == 1 })
        fixture.clock.advance(to: start.advanced(by: .milliseconds(360)))
        let verdict = try await check.value
        #expect(verdict.decision == .allow && verdict.failedOpen && verdict.reasons.map(\.code) == [.failOpenDeadline])
        #expect(verdict.stages.first { $0.stage == .text }?.status == .timedOut)
        #expect(fixture.auditLog.records.first?.casePriority == .high)
        gate.signal()
        try await blocker.value
    }

    @Test func check_largeRequest_isHashedOnTheWorkerPoolAndRefusedWhenThatIsLate() async throws {
        var configuration = PipelineConfiguration()
        configuration.inlineHashByteCount = 100
        let fixture = try PipelineFixture(configuration: configuration)
        let inline = try PipelineFixture()
        _ = try await fixture.check(.fixture(photos: [.innocent]))
        _ = try await inline.check(.fixture(photos: [.innocent]))
        #expect(fixture.auditLog.records.first?.contentDigest == inline.auditLog.records.first?.contentDigest)
        let start = fixture.clock.now
        let gate = DispatchSemaphore(value: 0)
        let blocker = await occupy(fixture, until: gate)
        let check = Task { await fixture.failure(.fixture("late", photos: [.innocent])) }
        #expect(await eventually { fixture.pool.waitingCount == 1 })
        fixture.clock.advance(to: start.advanced(by: .milliseconds(360)))
        #expect(await check.value?.code == .overloaded)
        #expect(fixture.ledger.entry("late") == nil)
        gate.signal()
        try await blocker.value
    }
}
