import ModerationCore

/// A rule's term or pattern found in a field.
struct RuleHit {
    var rule: Int
    /// Index into the rule's `all`; `nil` for its own terms and patterns.
    var group: Int?
    /// UTF-8 bytes of the original field.
    var range: Range<Int>
    var view: RuleView

    /// One hit for each place: of hits of one rule and group, those within another are dropped, the plainest view is kept.
    static func distinct(_ hits: [RuleHit]) -> [RuleHit] {
        let ordered = hits.sorted {
            ($0.rule, $0.group ?? -1, $0.range.lowerBound, -$0.range.upperBound, $0.view.rawValue)
                < ($1.rule, $1.group ?? -1, $1.range.lowerBound, -$1.range.upperBound, $1.view.rawValue)
        }
        var kept: [RuleHit] = []
        var reached = 0
        for hit in ordered {
            if let last = kept.last, last.rule == hit.rule, last.group == hit.group {
                if hit.range.upperBound <= reached { continue }
                reached = hit.range.upperBound
            } else {
                reached = hit.range.upperBound
            }
            kept.append(hit)
        }
        return kept
    }
}

/// Places of one field, merged, for overlap questions.
struct RangeSet {
    private var ranges: [Range<Int>] = []

    init(_ unordered: [Range<Int>]) {
        for range in unordered.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = ranges.last, range.lowerBound <= last.upperBound {
                ranges[ranges.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                ranges.append(range)
            }
        }
    }

    var isEmpty: Bool { ranges.isEmpty }

    func overlaps(_ range: Range<Int>) -> Bool {
        var (lower, upper) = (0, ranges.count)
        while lower < upper {
            let middle = (lower + upper) / 2
            if ranges[middle].upperBound <= range.lowerBound { lower = middle + 1 } else { upper = middle }
        }
        return lower < ranges.count && ranges[lower].overlaps(range)
    }
}
