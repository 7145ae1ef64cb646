/// What one scan found.
struct HitCollector {
    /// Reaching this many ends the scan. A text of 20,000 letters stays far below.
    static let limit = 262_144

    struct Hit {
        var pattern: Int
        /// 0 where starts are not tracked.
        var lower: Int
        var upper: Int
    }

    private(set) var hits: [Hit] = []

    /// False ends the scan.
    mutating func record(pattern: UInt32, from: UInt64, to: UInt64) -> Bool {
        guard let lower = Int(exactly: from), let upper = Int(exactly: to), lower < upper else { return true }
        if let last = hits.last, last.pattern == Int(pattern), last.lower == lower, lower > 0 {
            hits[hits.count - 1].upper = max(upper, last.upper)
            return true
        }
        guard hits.count < Self.limit else { return false }
        hits.append(Hit(pattern: Int(pattern), lower: lower, upper: upper))
        return true
    }
}
