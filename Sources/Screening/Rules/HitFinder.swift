import ModerationCore

/// Scans the views of one field and keeps the hits that stand at word ends, as places of the original.
struct HitFinder {
    private static let extensionLimit = 32

    /// A class, so that a view is handed on without counting references to all of its arrays.
    private final class View {
        let name: RuleView
        let text: TextView
        let spaceless: SpacelessText

        init(name: RuleView, text: TextView, spaceless: SpacelessText) {
            self.name = name
            self.text = text
            self.spaceless = spaceless
        }
    }

    /// What was found; some places in several views.
    struct Findings {
        var hits: [RuleHit] = []
        /// False when a view could not be scanned to its end.
        var isComplete = true
    }

    private let original: [UInt8]
    private let views: [View]
    private let areWellFormed: Bool

    init(_ text: NormalisedText) {
        original = Array(text.original.utf8)
        var (views, areWellFormed): ([View], Bool) = ([], true)
        for view in text.views {
            guard let name = RuleView(name: view.name) else { continue }
            if let same = views.last(where: { Self.areSame($0.text, view) }) {
                views.append(View(name: name, text: view, spaceless: same.spaceless))
                continue
            }
            // Vectorscan leaves open what it does with malformed UTF-8.
            if let spaceless = SpacelessText(view, original: original) {
                views.append(View(name: name, text: view, spaceless: spaceless))
            } else {
                areWellFormed = false
            }
        }
        (self.views, self.areWellFormed) = (views, areWellFormed)
    }

    private static func areSame(_ left: TextView, _ right: TextView) -> Bool {
        PatternDatabase.areEqual(left.utf8, right.utf8) && PatternDatabase.areEqual(left.starts, right.starts)
            && PatternDatabase.areEqual(left.ends, right.ends)
    }

    /// Hits of the rules that `isLooking` says yes to, which is asked for rules that have some.
    func scan(with compiled: CompiledRules, isLooking: (Int) -> Bool) -> Findings {
        var findings = Findings(isComplete: areWellFormed)
        guard !original.isEmpty else { return findings }
        findWords(compiled.table, isLooking, &findings)
        guard let pool = compiled.pool else { return findings }
        guard let scratch = pool.take() else { return Findings(hits: findings.hits, isComplete: false) }
        findKeywords(compiled, scratch, isLooking, &findings)
        findPatterns(compiled, scratch, isLooking, &findings)
        return findings
    }

    /// Words that take demoting ones away.
    func scanGiven(with compiled: CompiledRules) -> [RuleHit] {
        var findings = Findings()
        findWords(compiled.givenTable, { _ in true }, &findings)
        return findings.hits
    }

    func clauses() -> Clauses { Clauses(original) }

    /// Whether no letter or digit touches a place of the original.
    func standsAlone(_ range: Range<Int>) -> Bool {
        [
            UTF8Reading.scalar(before: range.lowerBound, in: original)?.scalar,
            UTF8Reading.scalar(at: range.upperBound, in: original)?.scalar,
        ]
        .allSatisfy { $0.map { WordClass.of($0) == .separator || WordClass.isUnspaced($0) } ?? true }
    }

    func isBetweenDigits(_ range: Range<Int>) -> Bool {
        let before = original[..<min(range.lowerBound, original.count)].last { $0 != 0x20 }
        let after = original[min(range.upperBound, original.count)...].first { $0 != 0x20 }
        return [before, after].allSatisfy { $0.map { $0 &- 0x30 < 10 } ?? false }
    }

    /// By the view that has no more than what people see.
    func letterPositions() -> LetterPositions? {
        guard let view = views.first(where: { $0.name == .skeleton }) ?? views.first else { return nil }
        return LetterPositions(view.spaceless, of: view.text, byteCount: original.count)
    }

    private func findWords(_ table: KeywordTable, _ isLooking: (Int) -> Bool, _ findings: inout Findings) {
        var misses = KeywordTable.Misses()
        for group in groups(in: table.views, { $0.spaceless.isAlike($1.spaceless) }) {
            table.forEachMatch(in: group[0].spaceless, &misses) { index, start in
                for view in group where table.keywords[index].target.views.contains(view.name) {
                    let range = place(of: table.keywords[index].shape, startingAt: start, in: view)
                    keep(table.keywords[index].target, range, view, isLooking, &findings)
                }
            }
        }
    }

    private func findKeywords(
        _ compiled: CompiledRules,
        _ scratch: borrowing Scratch,
        _ isLooking: (Int) -> Bool,
        _ findings: inout Findings
    ) {
        guard let database = compiled.literals else { return }
        for group in groups(in: compiled.keywordViews, { PatternDatabase.areEqual($0.spaceless.bytes, $1.spaceless.bytes) }) {
            var collector = HitCollector()
            if !database.scan(group[0].spaceless.bytes, with: scratch, into: &collector) { findings.isComplete = false }
            for hit in collector.hits {
                for keyword in compiled.keywords[hit.pattern] {
                    for view in group where keyword.target.views.contains(view.name) {
                        let range = place(of: keyword.shape, startingAt: hit.upper - keyword.shape.byteCount, in: view)
                        keep(keyword.target, range, view, isLooking, &findings)
                    }
                }
            }
        }
    }

    private func findPatterns(
        _ compiled: CompiledRules,
        _ scratch: borrowing Scratch,
        _ isLooking: (Int) -> Bool,
        _ findings: inout Findings
    ) {
        guard let presence = compiled.presence else { return }
        for group in groups(in: compiled.patternViews, { PatternDatabase.areEqual($0.text.utf8, $1.text.utf8) }) {
            let bytes = group[0].text.utf8
            var present = HitCollector()
            if !presence.scan(bytes, with: scratch, into: &present) { findings.isComplete = false }
            for expression in present.hits.map(\.pattern) {
                var collector = HitCollector()
                if !compiled.spans[expression].scan(bytes, with: scratch, into: &collector) { findings.isComplete = false }
                for hit in collector.hits {
                    for pattern in compiled.patterns[expression] {
                        for view in group where pattern.target.views.contains(view.name) {
                            let range = place(hit.lower..<hit.upper, in: view, pattern.bounds)
                            keep(pattern.target, range, view, isLooking, &findings)
                        }
                    }
                }
            }
        }
    }

    private func keep(
        _ target: CompiledRules.Target,
        _ range: Range<Int>?,
        _ view: View,
        _ isLooking: (Int) -> Bool,
        _ findings: inout Findings
    ) {
        guard let range, isLooking(target.rule), let place = view.text.originalRange(of: range),
            place.upperBound <= original.count
        else { return }
        if target.staysInSentence, SentenceSigns.stand(in: original[place]) { return }
        guard findings.hits.count < HitCollector.limit else {
            findings.isComplete = false
            return
        }
        findings.hits.append(
            RuleHit(rule: target.rule, part: target.part, source: target.source, range: place, view: view.name)
        )
    }

    /// The wanted views, those that read alike together: one scan serves them all.
    private func groups(in wanted: RuleViewMask, _ areAlike: (View, View) -> Bool) -> [[View]] {
        var groups: [[View]] = []
        for view in views where wanted.contains(view.name) {
            if let index = groups.firstIndex(where: { areAlike($0[0], view) }) {
                groups[index].append(view)
            } else {
                groups.append([view])
            }
        }
        return groups
    }

    /// Where a keyword stands in a view, whose first letter or digit is at `start` of the view without signs.
    private func place(of shape: TermLiteral.Shape, startingAt start: Int, in view: View) -> Range<Int>? {
        guard let range = shape.range(startingAt: start, in: view.spaceless, of: view.text.utf8) else { return nil }
        let placed = place(range, in: view, shape.bounds)
        guard let placed, let code = shape.code else { return placed }
        // What looks like a plural there may be one more digit: "AR 155".
        let isWhole = placed.upperBound == range.upperBound
        return isWhole && code.fits(at: start, in: view.spaceless, of: view.text, original: original) ? placed : nil
    }

    /// The range, extended to the word's end where the keyword asks for it; `nil` when the keyword is only a part of a word.
    private func place(_ range: Range<Int>, in view: View, _ bounds: TermBounds?) -> Range<Int>? {
        guard let bounds else { return range }
        let bytes = view.text.utf8
        if range.lowerBound > 0, let first = bounds.first, !isJoint(before: range.lowerBound, in: view),
            let previous = UTF8Reading.scalar(before: range.lowerBound, in: bytes), Self.clings(previous.scalar, to: first)
        {
            return nil
        }
        var upper = range.upperBound
        if !endsWord(at: upper, in: view, bounds) {
            guard let plural = pluralEnd(at: upper, in: view, bounds) else { return nil }
            upper = plural
        }
        var count = 0
        while bounds.isOpenAtEnd, count < Self.extensionLimit, !isJoint(before: upper, in: view),
            let next = UTF8Reading.scalar(at: upper, in: bytes),
            WordClass.of(next.scalar) == .letter
        {
            upper += next.byteCount
            count += 1
        }
        return range.lowerBound..<upper
    }

    private func endsWord(at upper: Int, in view: View, _ bounds: TermBounds) -> Bool {
        guard let last = bounds.last, !isJoint(before: upper, in: view),
            let next = UTF8Reading.scalar(at: upper, in: view.text.utf8)
        else {
            return true
        }
        return !Self.clings(next.scalar, to: last)
    }

    /// Behind a plural's `s` or `es`, where a word of Latin letters ends in one: who lists "glock" means "glocks" too.
    private func pluralEnd(at upper: Int, in view: View, _ bounds: TermBounds) -> Int? {
        guard bounds.last == .letter, upper > 0, upper < view.text.utf8.count, Self.isLatinLetter(view.text.utf8[upper - 1])
        else {
            return nil
        }
        var end = upper
        if view.text.utf8[end] == UInt8(ascii: "e") { end += 1 }
        guard end < view.text.utf8.count, view.text.utf8[end] == UInt8(ascii: "s"), endsWord(at: end + 1, in: view, bounds) else {
            return nil
        }
        return end + 1
    }

    private static func isLatinLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }

    private static func clings(_ neighbour: Unicode.Scalar, to edge: WordClass) -> Bool {
        let neighbourClass = WordClass.of(neighbour)
        if neighbourClass == .separator || WordClass.isUnspaced(neighbour) { return false }
        return edge == .separator || neighbourClass == edge
    }

    /// Whether the view left out a sign or space of the original here (`a g u n` reads `agun`): a word may begin or end at it.
    private func isJoint(before index: Int, in view: View) -> Bool {
        guard index > 0, index < view.text.utf8.count else { return false }
        let start = Int(view.text.starts[index])
        var end = Int(view.text.ends[index - 1])
        // A letter that the view left out ends no word, and neither does what nobody sees, but the space behind that does.
        while end < start, let left = UTF8Reading.scalar(at: end, in: original), CharacterTable.isSign(left.scalar) {
            if left.scalar.isASCII || left.scalar.properties.generalCategory != .format { return true }
            end += left.byteCount
        }
        return false
    }
}
