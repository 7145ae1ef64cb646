import ModerationServer
import Testing

struct ReadinessTests {
    private func report(_ states: [Readiness.ComponentState], draining: Bool = false) -> Readiness.Report {
        Readiness.Report(
            isDraining: draining,
            components: states.map { Readiness.Component(name: "x", state: $0, detail: "") }
        )
    }

    @Test func status_isTheWorstOfTheComponents() {
        #expect(report([]).status == "starting")
        #expect(!report([]).canServe)
        #expect(report([.up, .up]).status == "ready")
        #expect(report([.up, .degraded]).status == "degraded")
        #expect(report([.up, .degraded]).canServe)
        #expect(report([.degraded, .down]).status == "down")
        #expect(!report([.degraded, .down]).canServe)
        #expect(report([.up], draining: true).status == "draining")
        #expect(!report([.up], draining: true).canServe)
    }
}
