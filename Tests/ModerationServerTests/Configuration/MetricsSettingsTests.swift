import ModerationPipeline
import ModerationServer
import Testing

struct MetricsSettingsTests {
    private func settings(_ yaml: String) throws(ConfigurationError) -> MetricsSettings {
        var source = try SettingsSource(yaml: yaml, fileName: "test.yaml", environment: [:])
        return try MetricsSettings(source: &source)
    }

    @Test func init_whenNothingIsSet_takesTheFirstSeen() throws {
        let found = try settings("")
        #expect(found.categoryLabels == ContextLabels(limit: 64))
        #expect(found.regionLabels == ContextLabels(limit: 32))
    }

    @Test func init_normalisesNames() throws {
        let found = try settings("metrics: {categories: 'Tools, Home Textiles', regions: 'us,de-BY'}")
        #expect(found.categoryLabels == ContextLabels(limit: 64, values: ["tools", "home textiles"]))
        #expect(found.regionLabels == ContextLabels(limit: 32, values: ["US", "DE"]))
    }

    @Test func init_whenTooMany_throws() {
        let names = (0..<33).map { "r\($0)" }.joined(separator: ",")
        #expect(throws: ConfigurationError.self) { try settings("metrics: {regions: '\(names)'}") }
    }
}
