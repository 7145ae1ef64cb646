package import CoreMetrics
import Synchronization

/// swift-metrics' backend for one process, rendered in Prometheus text format 0.0.4.
///
/// Labels are made legal (`[a-zA-Z_:][a-zA-Z0-9_:]*`); counters end in `_total`, timers in `_seconds`. Handlers are kept for the life of
/// the process: series come from fixed or bounded sets of labels. At most ``maxSeries`` series; more are dropped and counted.
///
/// Source: prometheus.io/docs/instrumenting/exposition_formats.
package final class PrometheusRegistry: MetricsFactory {
    /// Decisions by context take 4 × 66 × 34 = 8,976 at the very most, names of callers and banks the rest.
    package static let maxSeries = 16_384

    private let series = Mutex<[SeriesKey: Series]>([:])
    private let dropped = Atomic<Int>(0)

    package init() {}

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        value(label, dimensions, .counter)
    }

    package func makeFloatingPointCounter(label: String, dimensions: [(String, String)]) -> any FloatingPointCounterHandler {
        value(label, dimensions, .counter)
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        value(label, dimensions, .gauge)
    }

    package func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        aggregate ? histogram(label, dimensions, scale: 1) : value(label, dimensions, .gauge)
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        histogram(label, dimensions, scale: 1e-9)
    }

    package func destroyCounter(_ handler: any CounterHandler) {}
    package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    package func destroyMeter(_ handler: any MeterHandler) {}
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    package func destroyTimer(_ handler: any TimerHandler) {}

    private func value(_ label: String, _ dimensions: [(String, String)], _ kind: SeriesKind) -> ValueSeries {
        let suffix = kind == .counter && !label.hasSuffix("_total") ? "_total" : ""
        let key = SeriesKey(name: SeriesKey.legalName(label) + suffix, kind: kind, dimensions: dimensions)
        let found = series.withLock { series -> Series? in
            if let known = series[key] { return known }
            guard series.count < Self.maxSeries else { return nil }
            let made = Series.value(ValueSeries())
            series[key] = made
            return made
        }
        if case .value(let handler) = found { return handler }
        dropped.add(1, ordering: .relaxed)
        return ValueSeries()
    }

    private func histogram(_ label: String, _ dimensions: [(String, String)], scale: Double) -> HistogramSeries {
        let suffix = scale == 1 || label.hasSuffix("_seconds") ? "" : "_seconds"
        let key = SeriesKey(name: SeriesKey.legalName(label) + suffix, kind: .histogram, dimensions: dimensions)
        let found = series.withLock { series -> Series? in
            if let known = series[key] { return known }
            guard series.count < Self.maxSeries else { return nil }
            let made = Series.histogram(HistogramSeries(scale: scale))
            series[key] = made
            return made
        }
        if case .histogram(let handler) = found { return handler }
        dropped.add(1, ordering: .relaxed)
        return HistogramSeries(scale: scale)
    }

    /// The whole page: one TYPE line a metric, its series below it, sorted by name.
    package func exposition() -> String {
        let snapshot = series.withLock { $0 }
        var page = ""
        var lastName = ""
        for (key, series) in snapshot.sorted(by: { $0.key < $1.key }) {
            if key.name != lastName {
                page += "# HELP \(key.name) \(key.name.map { $0 == "_" ? " " : String($0) }.joined())\n"
                page += "# TYPE \(key.name) \(key.kind.rawValue)\n"
                lastName = key.name
            }
            switch series {
            case .value(let value): page += "\(key.name)\(key.labels()) \(value.text)\n"
            case .histogram(let histogram): page += histogram.lines(key)
            }
        }
        page += "# HELP holster_metrics_series_dropped_total series over the registry's limit\n"
        page += "# TYPE holster_metrics_series_dropped_total counter\n"
        page += "holster_metrics_series_dropped_total \(dropped.load(ordering: .relaxed))\n"
        return page
    }

    private enum Series: Sendable {
        case value(ValueSeries)
        case histogram(HistogramSeries)
    }
}
