/// What one scan found, pattern by pattern.
struct HitCollector {
    /// Reaching this many ends the scan. A text of 20,000 letters stays far below: each rule reports at most one match a byte.
    static let limit = 262_144

    struct Hit {
        var pattern: Int
        var range: Range<Int>
    }

    private(set) var hits: [Hit] = []
    /// By pattern: index of its latest hit, plus one.
    private var latest: [Int]

    init(patternCount: Int) { latest = Array(repeating: 0, count: patternCount) }

    /// Matches of one pattern from one start are one hit, the longest. False ends the scan.
    mutating func record(pattern id: UInt32, from: UInt64, to: UInt64) -> Bool {
        guard let lower = Int(exactly: from), let upper = Int(exactly: to), lower < upper else { return true }
        let pattern = Int(id)
        guard pattern < latest.count else { return true }
        let index = latest[pattern] - 1
        if index >= 0, hits[index].range.lowerBound == lower {
            hits[index].range = lower..<max(upper, hits[index].range.upperBound)
            return true
        }
        guard hits.count < Self.limit else { return false }
        hits.append(Hit(pattern: pattern, range: lower..<upper))
        latest[pattern] = hits.count
        return true
    }
}
