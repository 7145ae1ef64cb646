import ModerationPipeline

/// Which words of callers become labels of metrics: the settings under `metrics`.
package struct MetricsSettings: Sendable, Equatable {
    static let categoryLimit = 64
    static let regionLimit = 32

    package var categoryLabels: ContextLabels
    package var regionLabels: ContextLabels

    package init(source: inout SettingsSource) throws(ConfigurationError) {
        categoryLabels = try Self.labels("metrics.categories", Self.categoryLimit, ContextLabels.category, &source)
        regionLabels = try Self.labels("metrics.regions", Self.regionLimit, ContextLabels.region, &source)
    }

    private static func labels(
        _ key: String,
        _ limit: Int,
        _ normalised: (String) -> String,
        _ source: inout SettingsSource
    ) throws(ConfigurationError) -> ContextLabels {
        let values = source.text(key, default: "").split(separator: ",").map { normalised(String($0)) }.filter { !$0.isEmpty }
        guard Set(values).count <= limit else { throw source.problem(key, "must be at most \(limit) names with commas") }
        return ContextLabels(limit: limit, values: values)
    }
}
