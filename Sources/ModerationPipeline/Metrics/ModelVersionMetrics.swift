import Metrics
import ModerationCore

/// The version that each model reported in the newest answer, as the gauge's value: the number of series does not grow with versions.
struct ModelVersionMetrics: Sendable {
    private let clipImage: Meter
    private let distilbert: Meter
    private let fusion: Meter
    private let ensemble: Meter

    init(factory: any MetricsFactory) {
        func meter(_ model: String) -> Meter {
            Meter(label: "holster_model_version", dimensions: [("model", model)], factory: factory)
        }
        clipImage = meter("clip_image")
        distilbert = meter("distilbert")
        fusion = meter("fusion")
        ensemble = meter("ensemble")
    }

    /// A model that did not run keeps what it last said; 0 is one that never ran.
    func answered(_ versions: ModelVersions) {
        if let version = versions.clipImage { clipImage.set(version) }
        if let version = versions.distilbert { distilbert.set(version) }
        if let version = versions.fusion { fusion.set(version) }
        if let version = versions.ensemble.flatMap({ Int64($0) }) { ensemble.set(version) }
    }
}
