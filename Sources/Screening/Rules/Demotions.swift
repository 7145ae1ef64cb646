import ModerationCore

/// What the standing matches of one field demote.
///
/// A match of a rule that demotes speaks for its clause when it has a distance, else for the field. It speaks for nothing when the text says that it
/// comes along with a weapon: "free holster", "Glock 19 with holster", "holster included".
struct Demotions {
    /// The matches of one rule that demote.
    private struct Demoter {
        let rule: Int
        let classes: Set<ContentClass>
        let within: Int?
        /// Ascending, none within another.
        let places: [Range<Int>]
    }

    private let rules: [RuleDefinition]
    private var demoters: [Demoter] = []
    private let gauge: TextGauge
    /// The matches that may be demoted.
    private var weapons: [RuleHit] = []

    init(_ standing: [RuleHit], rules: [RuleDefinition], gauge: TextGauge) {
        self.rules = rules
        self.gauge = gauge
        let demoting = standing.filter { !rules[$0.rule].demotes.classes.isEmpty && rules[$0.rule].state == .live }
        guard !demoting.isEmpty else { return }
        weapons = standing.filter { rules[$0.rule].contentClass.isProhibited && rules[$0.rule].demotes.classes.isEmpty }
        for (rule, hits) in Dictionary(grouping: demoting, by: \.rule).sorted(by: { $0.key < $1.key }) {
            let demotes = rules[rule].demotes
            var places = hits.map(\.range).sorted { $0.lowerBound < $1.lowerBound }
            if !demotes.given.isEmpty { places = ungiven(places, of: rule) }
            guard !places.isEmpty else { continue }
            demoters.append(Demoter(rule: rule, classes: demotes.classes, within: demotes.within, places: places))
        }
    }

    /// The rule that demotes `hit`; `nil` when none does.
    func demoter(of hit: RuleHit) -> Int? {
        guard rules[hit.rule].isDemotable, !demoters.isEmpty else { return nil }
        let contentClass = rules[hit.rule].contentClass
        return demoters.first { $0.classes.contains(contentClass) && reaches($0, hit.range) }?.rule
    }

    /// What a title says about its description: classes, and which rule demotes them. A word that speaks for its clause speaks for the description
    /// where every grave match of the class in the title is demoted too.
    var carried: [(rule: Int, classes: Set<ContentClass>)] {
        guard !demoters.isEmpty else { return [] }
        let undemoted = weapons.filter {
            rules[$0.rule].action != .signal && rules[$0.rule].isDemotable && demoter(of: $0) == nil
        }
        let grave = Set(undemoted.map { rules[$0.rule].contentClass })
        return demoters.map { ($0.rule, $0.within == nil ? $0.classes : $0.classes.subtracting(grave)) }
    }

    private func reaches(_ demoter: Demoter, _ range: Range<Int>) -> Bool {
        guard let within = demoter.within else { return true }
        // The nearest on either side: what ends a clause before it does so before those further off.
        let next = Self.index(in: demoter.places, from: range.lowerBound)
        return [next - 1, next].contains { index in
            guard demoter.places.indices.contains(index) else { return false }
            let place = demoter.places[index]
            guard !place.overlaps(range) else { return true }
            let gap = min(place.upperBound, range.upperBound)..<max(place.lowerBound, range.lowerBound)
            guard gauge.distance(gap) <= within else { return false }
            return !gauge.clauses.isBreak(within: gap) || isFitted(demoter, place, range)
        }
    }

    /// Whether the clause of the match begins by saying what the thing before it is for: "leather holster, fits Glock 19".
    private func isFitted(_ demoter: Demoter, _ place: Range<Int>, _ range: Range<Int>) -> Bool {
        guard place.upperBound <= range.lowerBound else { return false }
        let clauseStart = gauge.clauses.start(of: range.lowerBound)
        return gauge.given(of: demoter.rule, .fitting).contains { word in
            word.lowerBound >= clauseStart && word.upperBound <= range.lowerBound
                && gauge.distance(clauseStart..<word.lowerBound) == 0
        }
    }

    /// Places of a demoting rule that do not come along with a weapon.
    private func ungiven(_ places: [Range<Int>], of rule: Int) -> [Range<Int>] {
        let (before, joining, leading, behind) = (
            gauge.given(of: rule, .before), gauge.given(of: rule, .joining).filter { !gauge.isBetweenDigits($0) },
            gauge.given(of: rule, .leading), gauge.given(of: rule, .behind)
        )
        let ends = weapons.map(\.range.upperBound).sorted()
        let starts = weapons.map(\.range.lowerBound).sorted()
        return places.filter { place in
            let clauseStart = gauge.clauses.start(of: place.lowerBound)
            let weaponEnd = Self.last(of: ends, upTo: place.lowerBound)
            let isBehindWeapon = weaponEnd > clauseStart
            let gap = max(weaponEnd, clauseStart)..<max(place.lowerBound, weaponEnd, clauseStart)
            if Self.stands(before, in: gap) { return false }
            if isBehindWeapon, Self.stands(joining, in: gap) || gauge.clauses.isJoint(within: gap) { return false }
            let rest = place.upperBound..<max(gauge.clauses.end(from: place.upperBound), place.upperBound)
            let weapon = starts.first { $0 >= place.upperBound } ?? .max
            if isNear(leading, within: rest, upTo: weapon, letters: Self.articleLength, fromEnd: true) { return false }
            return !isNear(behind, within: rest, upTo: weapon, letters: Self.wordLength, fromEnd: false)
        }
    }

    /// Letters of an article or two: "with a glock".
    private static let articleLength = 4
    /// Of a word between: "holster is included", "holster belt included".
    private static let wordLength = 8

    /// Whether one of the words stands in the part of `rest` before a weapon, so near to its end, or to its beginning.
    private func isNear(_ words: [Range<Int>], within rest: Range<Int>, upTo weapon: Int, letters: Int, fromEnd: Bool) -> Bool {
        guard !fromEnd || weapon < rest.upperBound else { return false }
        let end = min(rest.upperBound, weapon)
        return words.contains { word in
            guard word.lowerBound >= rest.lowerBound, word.upperBound <= end else { return false }
            return gauge.distance(fromEnd ? word.upperBound..<end : rest.lowerBound..<word.lowerBound) <= letters
        }
    }

    /// Whether one of the places begins within `range`.
    private static func stands(_ places: [Range<Int>], in range: Range<Int>) -> Bool {
        let next = index(in: places, from: range.lowerBound)
        return next < places.count && places[next].lowerBound < range.upperBound
    }

    /// Index of the first place that begins at `start` or later.
    private static func index(in places: [Range<Int>], from start: Int) -> Int {
        var (lower, upper) = (0, places.count)
        while lower < upper {
            let middle = (lower + upper) / 2
            if places[middle].lowerBound < start { lower = middle + 1 } else { upper = middle }
        }
        return lower
    }

    /// The last of the ends that is at most `limit`; 0 without.
    private static func last(of ends: [Int], upTo limit: Int) -> Int {
        var (lower, upper) = (0, ends.count)
        while lower < upper {
            let middle = (lower + upper) / 2
            if ends[middle] <= limit { lower = middle + 1 } else { upper = middle }
        }
        return lower > 0 ? ends[lower - 1] : 0
    }
}
