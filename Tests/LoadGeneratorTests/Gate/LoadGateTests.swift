import LoadGenerator
import Testing

struct LoadGateTests {
    @Test func init_readsMeasuresAndUnits() throws {
        let gate = try LoadGate("p99<500ms, error_rate<=0.1%,fail_open<0.01,p99.9 < 1.5s,max<2000000us,rate>=495,not_sent<=0")
        #expect(
            gate.conditions.map(\.measure) == [
                .latency(percentile: 99), .errorRate, .failOpen, .latency(percentile: 99.9), .latency(percentile: 100), .rate,
                .notSent,
            ]
        )
        #expect(gate.conditions.map(\.comparison) == [.below, .atMost, .below, .below, .below, .atLeast, .atMost])
        #expect(zip(gate.conditions.map(\.limit), [500, 0.001, 0.01, 1_500, 2_000, 495, 0]).allSatisfy { abs($0 - $1) < 1e-9 })
        #expect(gate.conditions[3].description == "p99.9<1.5s")
    }

    @Test func holds_atTheLimit_dependsOnTheComparison() throws {
        let conditions = try LoadGate("p50<5ms,p50<=5ms,p50>5ms,p50>=5ms").conditions
        #expect(conditions.map { $0.holds(5) } == [false, true, false, true])
        #expect(conditions.map { $0.holds(nil) } == [false, false, false, false])
    }

    @Test(arguments: [
        ("", "no condition"), ("p99", "no condition"), ("p99<500", "no number with its unit (us, µs, ms, s)"),
        ("p0<1ms", "none of p50"),
        ("p101<1ms", "none of"), ("speed<1ms", "'speed' is none of"), ("error_rate<x%", "no number"), ("p99<-1ms", "no number"),
        ("p99<500ms,", "no condition"), ("p99<infs", "no number"), ("rate>10ms", "no number"),
    ])
    func init_onWhatIsNone_saysWhat(text: String, what: String) {
        let problem = #expect(throws: LoadGate.Problem.self) { try LoadGate(text) }
        #expect(problem?.description.contains(what) == true, "\(problem?.description ?? "")")
    }
}
