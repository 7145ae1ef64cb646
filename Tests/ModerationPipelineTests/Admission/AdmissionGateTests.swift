import ModerationCore
import ModerationPipeline
import ModerationTesting
import Testing

@Suite struct AdmissionGateTests {
    @Test func admit_manyAtOnce_neverExceedsTheLimitAndLeaksNoPlace() async throws {
        var configuration = PipelineConfiguration()
        configuration.inFlightLimit = 5
        let fixture = try PipelineFixture(configuration: configuration)
        let outcomes = await withTaskGroup(of: ModerationError.Code?.self) { group in
            for index in 0..<200 { group.addTask { await fixture.failure(.fixture("request-\(index)"))?.code } }
            return await group.reduce(into: [ModerationError.Code?]()) { $0.append($1) }
        }
        let admitted = outcomes.count { $0 == nil }
        #expect(admitted >= 5 && outcomes.allSatisfy { $0 == nil || $0 == .overloaded })
        #expect(fixture.auditLog.records.count == admitted)
        #expect(fixture.pipeline.admission.inFlightCount == 0)
    }

    @Test func drain_letsChecksUnderWayFinish() async throws {
        let fixture = try PipelineFixture()
        fixture.auditLog.set(.hang)
        let check = Task { try await fixture.check(.fixture()) }
        #expect(await eventually { fixture.auditLog.hangingCount == 1 })
        fixture.pipeline.drain()
        #expect(await fixture.failure(.fixture("late"))?.code == .draining)
        fixture.auditLog.release()
        #expect(try await check.value.decision == .allow)
    }

    @Test func init_withANonsenseLimit_admitsOne() {
        #expect(AdmissionGate(limit: -3).limit == 1)
    }
}
