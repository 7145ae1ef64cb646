/// Places of one field, for the question whether one of them covers where something starts: "glue gun" reads "gun" otherwise, and "pistol grip" behind
/// "untraceable pistol" does not.
struct CoveredStarts {
    private let lowers: [Int]
    /// The furthest end of the places up to that one.
    private let reaches: [Int]

    init(_ unordered: [Range<Int>]) {
        let ranges = unordered.sorted { $0.lowerBound < $1.lowerBound }
        lowers = ranges.map(\.lowerBound)
        var reach = 0
        reaches = ranges.map {
            reach = max(reach, $0.upperBound)
            return reach
        }
    }

    func cover(_ start: Int) -> Bool {
        var (lower, upper) = (0, lowers.count)
        while lower < upper {
            let middle = (lower + upper) / 2
            if lowers[middle] <= start { lower = middle + 1 } else { upper = middle }
        }
        return lower > 0 && reaches[lower - 1] > start
    }
}
