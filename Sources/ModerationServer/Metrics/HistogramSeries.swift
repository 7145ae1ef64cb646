internal import CoreMetrics
import Synchronization

/// One histogram over fixed bounds: 0.1 ms to 10 s, which holds every stage of a check.
final class HistogramSeries: TimerHandler, RecorderHandler {
    static let bounds: [Double] = [
        0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 1, 2.5, 5, 10,
    ]

    private struct State {
        /// One more than the bounds: the last counts what is above them all.
        var counts = [UInt64](repeating: 0, count: HistogramSeries.bounds.count + 1)
        var sum = 0.0
    }

    /// Factor from what is recorded to what is shown: 1e-9 for timers, which record nanoseconds and show seconds.
    private let scale: Double
    private let state = Mutex(State())

    init(scale: Double) { self.scale = scale }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration)) }
    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        let shown = value * scale
        guard shown.isFinite else { return }
        let bucket = Self.bounds.firstIndex { shown <= $0 } ?? Self.bounds.count
        state.withLock {
            $0.counts[bucket] += 1
            $0.sum += shown
        }
    }

    /// Cumulative buckets, then sum and count.
    func lines(_ key: SeriesKey) -> String {
        let snapshot = state.withLock { $0 }
        var cumulative: UInt64 = 0
        var text = ""
        for (bound, count) in zip(Self.bounds, snapshot.counts) {
            cumulative += count
            text += "\(key.name)_bucket\(key.labels(extra: "le=\"\(bound)\"")) \(cumulative)\n"
        }
        cumulative += snapshot.counts.last ?? 0
        text += "\(key.name)_bucket\(key.labels(extra: "le=\"+Inf\"")) \(cumulative)\n"
        text += "\(key.name)_sum\(key.labels()) \(snapshot.sum)\n"
        text += "\(key.name)_count\(key.labels()) \(cumulative)\n"
        return text
    }
}
