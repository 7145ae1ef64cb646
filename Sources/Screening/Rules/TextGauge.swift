/// What is asked of a text only where rules with context match: worked out when first asked for.
final class TextGauge {
    private let finder: HitFinder
    private let compiled: CompiledRules

    init(_ finder: HitFinder, _ compiled: CompiledRules) {
        self.finder = finder
        self.compiled = compiled
    }

    private lazy var positions = finder.letterPositions()
    private(set) lazy var clauses = finder.clauses()
    private lazy var given = Dictionary(grouping: RuleHit.distinct(finder.scanGiven(with: compiled)), by: \.rule)

    /// A place in letters and digits instead of bytes. A text without views has neither matches nor distances.
    func letters(_ range: Range<Int>) -> Range<Int> { positions?.letters(range) ?? range }

    /// Letters and digits within a range of bytes.
    func distance(_ range: Range<Int>) -> Int { positions?.distance(range) ?? range.count }

    /// Places of the words that take matches of a demoting rule away, ascending.
    func given(of rule: Int, _ place: GivenPlace) -> [Range<Int>] {
        guard let owner = compiled.givenOwners[rule], let hits = given[owner] else { return [] }
        // One letter is a word only by itself: "92 E", "Y2K" and "19C" join nothing.
        return hits.filter { $0.part == .given(place) && (distance($0.range) > 1 || finder.standsAlone($0.range)) }.map(\.range)
            .sorted { $0.lowerBound < $1.lowerBound }
    }

    /// Whether digits stand on both sides, with nothing but spaces between: "17 and 19" are two numbers, and no two things.
    func isBetweenDigits(_ range: Range<Int>) -> Bool { finder.isBetweenDigits(range) }
}
