import Metrics
import MetricsTestKit
import ModerationCore
import ModerationPipeline
import ModerationTesting
import Testing

@Suite struct PipelineMetricsTests {
    private func total(_ metrics: TestMetrics, _ label: String, _ dimensions: [(String, String)] = []) -> Int64? {
        (try? metrics.expectCounter(label, dimensions)).map(\.totalValue)
    }

    @Test func check_countsDecisionsRungsStagesReplaysAndErrors() async throws {
        let metrics = TestMetrics()
        let fixture = try PipelineFixture(metricsFactory: metrics)
        _ = try await fixture.check(.fixture("a", photos: [.firearm]))
        #expect(await eventually { fixture.ledger.entry("a")?.verdict != nil })
        _ = try await fixture.check(.fixture("a", photos: [.firearm]))
        _ = try await fixture.check(.fixture("b", isDryRun: true))
        _ = await fixture.failure(.fixture("not valid"))
        fixture.backend.scriptEveryModel(.fail(.overloaded("queue full")))
        _ = try await fixture.check(.fixture("c", sellerID: ""))
        // The handles die with the pipeline, and the test factory forgets them then.
        defer { withExtendedLifetime(fixture) {} }
        #expect(total(metrics, "holster_checks_total", [("decision", "BLOCK")]) == 1)
        #expect(total(metrics, "holster_checks_total", [("decision", "ALLOW")]) == 1)
        #expect(total(metrics, "holster_scoring_rung_total", [("rung", "full")]) == 1)
        #expect(total(metrics, "holster_fail_open_total", [("reason", "FAIL_OPEN_SCORING_OVERLOADED")]) == 1)
        #expect(total(metrics, "holster_annotations_total", [("code", "SELLER_FEATURES_DEFAULTED")]) == 1)
        #expect(total(metrics, "holster_check_errors_total", [("code", "invalidRequest")]) == 1)
        #expect(total(metrics, "holster_replays_total") == 1)
        #expect(total(metrics, "holster_dry_runs_total") == 1)
        #expect(try metrics.expectTimer("holster_check_seconds", []).values.count == 4)
        #expect(try metrics.expectTimer("holster_stage_seconds", [("stage", "media")]).values.count == 1)
        #expect(try metrics.expectTimer("holster_stage_seconds", [("stage", "deciding")]).values.count == 2)
    }

    @Test func check_countsByContextWithinBoundsAndShowsModelVersions() async throws {
        let metrics = TestMetrics()
        var configuration = PipelineConfiguration()
        configuration.categoryLabels = ContextLabels(limit: 1)
        configuration.regionLabels = ContextLabels(limit: 1)
        let fixture = try PipelineFixture(configuration: configuration, metricsFactory: metrics)
        fixture.backend.version(of: "fusion", 7)
        var other = Listing.fixture("b")
        (other.category, other.region) = ("Garden", "de-BY")
        var bare = Listing.fixture("c")
        (bare.category, bare.region) = ("", "")
        for listing in [Listing.fixture("a"), other, bare] { _ = try await fixture.check(listing) }
        defer { withExtendedLifetime(fixture) {} }
        for (category, region) in [("furniture", "US"), ("other", "other"), ("none", "none")] {
            let labels = [("decision", "ALLOW"), ("category", category), ("region", region)]
            #expect(total(metrics, "holster_decisions_by_context_total", labels) == 1)
        }
        #expect(try metrics.expectMeter("holster_model_version", [("model", "fusion")]).lastValue == 7)
    }
}
