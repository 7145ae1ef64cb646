import CoreMetrics
import ModerationServer
import Testing

struct PrometheusRegistryTests {
    @Test func exposition_showsCountersGaugesAndHistograms() {
        let registry = PrometheusRegistry()
        let counter = registry.makeCounter(label: "holster.checks", dimensions: [("decision", "ALLOW")])
        counter.increment(by: 2)
        registry.makeCounter(label: "holster.checks", dimensions: [("decision", "ALLOW")]).increment(by: 1)
        registry.makeMeter(label: "holster_in_flight", dimensions: []).set(7.5)
        let timer = registry.makeTimer(label: "holster_stage", dimensions: [("stage", "media")])
        timer.recordNanoseconds(3_000_000)
        timer.recordNanoseconds(20_000_000_000)
        let page = registry.exposition()
        #expect(page.contains("# TYPE holster_checks_total counter\nholster_checks_total{decision=\"ALLOW\"} 3\n"))
        #expect(page.contains("holster_in_flight 7.5\n"))
        #expect(page.contains("holster_stage_seconds_bucket{stage=\"media\",le=\"0.0025\"} 0\n"))
        #expect(page.contains("holster_stage_seconds_bucket{stage=\"media\",le=\"0.005\"} 1\n"))
        #expect(page.contains("holster_stage_seconds_bucket{stage=\"media\",le=\"10.0\"} 1\n"))
        #expect(page.contains("holster_stage_seconds_bucket{stage=\"media\",le=\"+Inf\"} 2\n"))
        #expect(page.contains("holster_stage_seconds_count{stage=\"media\"} 2\n"))
    }

    @Test func exposition_whenLabelsAreHostile_staysWellFormed() {
        let registry = PrometheusRegistry()
        registry.makeCounter(label: "9 bad-name", dimensions: [("a b", "x\"y\\z\nw")]).increment(by: 1)
        #expect(registry.exposition().contains("_9_bad_name_total{a_b=\"x\\\"y\\\\z\\nw\"} 1\n"))
    }

    /// Each is one `Character` that equals neither a quote, a backslash nor a line feed, and is written as two scalars.
    @Test(arguments: [("\r\n", "\r\\n"), ("\"\u{301}", "\\\"\u{301}"), ("\\\u{301}", "\\\\\u{301}")])
    func exposition_whenACharacterHidesAScalar_escapesIt(value: String, expected: String) {
        let registry = PrometheusRegistry()
        registry.makeCounter(label: "c", dimensions: [("a", value)]).increment(by: 1)
        let page = registry.exposition()
        #expect(page.unicodeScalars.contains("c_total{a=\"\(expected)\"} 1\n".unicodeScalars))
    }

    @Test func make_whenTooManySeries_dropsAndCounts() {
        let registry = PrometheusRegistry()
        for index in 0..<(PrometheusRegistry.maxSeries + 5) {
            registry.makeCounter(label: "c", dimensions: [("i", "\(index)")]).increment(by: 1)
        }
        #expect(registry.exposition().contains("holster_metrics_series_dropped_total 5\n"))
    }
}
