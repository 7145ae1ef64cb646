import ModerationCore

/// To which part of a rule a keyword or pattern belongs.
enum RulePart: Hashable {
    /// `terms` and `patterns`.
    case own
    /// One list of `all`.
    case group(Int)
    case unless
    case requires
    /// Words of `given` of a rule that demotes.
    case given(GivenPlace)

    /// The rule's key in the file.
    var key: String {
        switch self {
        case .own: "terms"
        case .group: "all"
        case .unless: "unless"
        case .requires: "requires"
        case .given: "given"
        }
    }

    fileprivate var order: Int {
        switch self {
        case .own: -4
        case .given: -3
        case .unless: -2
        case .requires: -1
        case .group(let index): index
        }
    }
}

/// Where a word stands that says that a thing comes along with another.
enum GivenPlace: String, CaseIterable {
    /// Before it: "free holster".
    case before
    /// Between a weapon and it: "with holster".
    case joining
    /// Between it and a weapon behind it: "holster with glock".
    case leading
    /// Behind it: "holster included".
    case behind
    /// Between the end of its clause and a weapon, which is then what it is for: "holster, fits glock".
    case fitting
}

/// A rule's keyword or pattern found in a field.
struct RuleHit {
    var rule: Int
    var part: RulePart
    /// Which of the part's texts was found; patterns count on from the rule's terms.
    var source = 0
    /// UTF-8 bytes of the original field.
    var range: Range<Int>
    var view: RuleView

    /// One hit for each place: of hits of one rule and part, those within another are dropped, the plainest view is kept.
    static func distinct(_ hits: [RuleHit]) -> [RuleHit] {
        let ordered = hits.sorted {
            ($0.rule, $0.part.order, $0.range.lowerBound, -$0.range.upperBound, $0.view.rawValue)
                < ($1.rule, $1.part.order, $1.range.lowerBound, -$1.range.upperBound, $1.view.rawValue)
        }
        var kept: [RuleHit] = []
        var reached = 0
        for hit in ordered {
            if let last = kept.last, last.rule == hit.rule, last.part == hit.part {
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

    /// Whether one of the places shares a byte with `range`, or lies at most `distance` of what the places count from it.
    func touches(_ range: Range<Int>, within distance: Int = 0) -> Bool {
        guard distance > 0 else { return overlaps(range) }
        // One more byte on either side, since neighbours that touch share none.
        return overlaps(max(0, range.lowerBound - distance - 1)..<(range.upperBound + distance + 1))
    }

    func overlaps(_ range: Range<Int>) -> Bool {
        var (lower, upper) = (0, ranges.count)
        while lower < upper {
            let middle = (lower + upper) / 2
            if ranges[middle].upperBound <= range.lowerBound { lower = middle + 1 } else { upper = middle }
        }
        return lower < ranges.count && ranges[lower].overlaps(range)
    }
}
