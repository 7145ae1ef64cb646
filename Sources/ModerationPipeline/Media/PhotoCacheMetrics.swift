import Metrics

/// What the photo cache counts; hit rate = (hit + shared) ÷ all look-ups.
struct PhotoCacheMetrics: Sendable {
    let hits: Counter
    let shares: Counter
    let misses: Counter
    let evictions: Counter
    let bytes: Meter

    init(factory: any MetricsFactory) {
        func lookups(_ result: String) -> Counter {
            Counter(label: "holster_photo_cache_lookups_total", dimensions: [("result", result)], factory: factory)
        }
        hits = lookups("hit")
        shares = lookups("shared")
        misses = lookups("miss")
        evictions = Counter(label: "holster_photo_cache_evictions_total", dimensions: [], factory: factory)
        bytes = Meter(label: "holster_photo_cache_bytes", dimensions: [], factory: factory)
    }
}
