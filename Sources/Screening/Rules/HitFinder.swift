import ModerationCore

/// Scans the views of one field and keeps the hits that stand at word ends, as places of the original.
struct HitFinder {
    private static let extensionLimit = 32

    private struct View {
        var name: RuleView
        var text: TextView
        var spaceless: SpacelessText
    }

    let text: NormalisedText
    private let original: [UInt8]
    private var views: [View] = []
    private(set) var hits: [RuleHit] = []
    /// False when a view could not be scanned to its end.
    private(set) var isComplete = true

    init(_ text: NormalisedText) {
        self.text = text
        original = Array(text.original.utf8)
        for view in text.views {
            guard let name = RuleView(name: view.name) else { continue }
            // Vectorscan leaves open what it does with malformed UTF-8.
            guard let spaceless = SpacelessText(view.utf8) else {
                isComplete = false
                continue
            }
            views.append(View(name: name, text: view, spaceless: spaceless))
        }
    }

    /// Finds hits of the rules that `isLooking` says yes to, which is asked for rules that have some; some places are found in several views.
    mutating func scan(with compiled: CompiledRules, isLooking: (Int) -> Bool) {
        guard let pool = compiled.pool, !original.isEmpty else { return }
        guard let scratch = pool.take() else {
            isComplete = false
            return
        }
        findKeywords(compiled, scratch, isLooking)
        findPatterns(compiled, scratch, isLooking)
    }

    private mutating func findKeywords(_ compiled: CompiledRules, _ scratch: borrowing Scratch, _ isLooking: (Int) -> Bool) {
        guard let database = compiled.literals else { return }
        for group in alike(in: compiled.keywordViews, { $0.spaceless.bytes == $1.spaceless.bytes }) {
            var collector = HitCollector()
            if !database.scan(views[group[0]].spaceless.bytes, with: scratch, into: &collector) { isComplete = false }
            for hit in collector.hits {
                for keyword in compiled.keywords[hit.pattern] {
                    for index in group where keyword.target.views.contains(views[index].name) {
                        let end = Int(views[index].spaceless.ends[hit.upper - 1])
                        guard let found = keyword.literal.range(endingAt: end, in: views[index].text.utf8),
                            let range = place(found, in: views[index].text, keyword.literal.bounds)
                        else { continue }
                        keep(keyword.target, range, views[index], isLooking)
                    }
                }
            }
        }
    }

    private mutating func findPatterns(_ compiled: CompiledRules, _ scratch: borrowing Scratch, _ isLooking: (Int) -> Bool) {
        guard let presence = compiled.presence else { return }
        for group in alike(in: compiled.patternViews, { $0.text.utf8 == $1.text.utf8 }) {
            let bytes = views[group[0]].text.utf8
            var present = HitCollector()
            if !presence.scan(bytes, with: scratch, into: &present) { isComplete = false }
            for expression in present.hits.map(\.pattern) {
                var collector = HitCollector()
                if !compiled.spans[expression].scan(bytes, with: scratch, into: &collector) { isComplete = false }
                for hit in collector.hits {
                    for pattern in compiled.patterns[expression] {
                        for index in group where pattern.target.views.contains(views[index].name) {
                            guard let range = place(hit.lower..<hit.upper, in: views[index].text, pattern.bounds) else {
                                continue
                            }
                            keep(pattern.target, range, views[index], isLooking)
                        }
                    }
                }
            }
        }
    }

    private mutating func keep(
        _ target: CompiledRules.Target,
        _ range: Range<Int>,
        _ view: View,
        _ isLooking: (Int) -> Bool
    ) {
        guard isLooking(target.rule), let place = view.text.originalRange(of: range), place.upperBound <= original.count
        else { return }
        hits.append(RuleHit(rule: target.rule, part: target.part, source: target.source, range: place, view: view.name))
    }

    /// The wanted views, those that read alike together: one scan serves them all.
    private func alike(in wanted: RuleViewMask, _ areAlike: (View, View) -> Bool) -> [[Int]] {
        var groups: [[Int]] = []
        for index in views.indices where wanted.contains(views[index].name) {
            if let group = groups.firstIndex(where: { areAlike(views[$0[0]], views[index]) }) {
                groups[group].append(index)
            } else {
                groups.append([index])
            }
        }
        return groups
    }

    /// The range, extended to the word's end where the keyword asks for it; `nil` when the keyword is only a part of a word.
    private func place(_ range: Range<Int>, in view: TextView, _ bounds: TermBounds?) -> Range<Int>? {
        guard let bounds else { return range }
        if range.lowerBound > 0, let first = bounds.first, !isJoint(before: range.lowerBound, in: view),
            let previous = UTF8Reading.scalar(before: range.lowerBound, in: view.utf8), Self.clings(previous.scalar, to: first)
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
            let next = UTF8Reading.scalar(at: upper, in: view.utf8),
            WordClass.of(next.scalar) == .letter
        {
            upper += next.byteCount
            count += 1
        }
        return range.lowerBound..<upper
    }

    private func endsWord(at upper: Int, in view: TextView, _ bounds: TermBounds) -> Bool {
        guard let last = bounds.last, !isJoint(before: upper, in: view), let next = UTF8Reading.scalar(at: upper, in: view.utf8)
        else {
            return true
        }
        return !Self.clings(next.scalar, to: last)
    }

    /// Behind a plural's `s` or `es`, where a word of Latin letters ends in one: who lists "glock" means "glocks" too.
    private func pluralEnd(at upper: Int, in view: TextView, _ bounds: TermBounds) -> Int? {
        guard bounds.last == .letter, upper > 0, upper < view.utf8.count, Self.isLatinLetter(view.utf8[upper - 1]) else {
            return nil
        }
        var end = upper
        if view.utf8[end] == UInt8(ascii: "e") { end += 1 }
        guard end < view.utf8.count, view.utf8[end] == UInt8(ascii: "s"), endsWord(at: end + 1, in: view, bounds) else {
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
    private func isJoint(before index: Int, in view: TextView) -> Bool {
        guard index > 0, index < view.utf8.count else { return false }
        let (end, start) = (Int(view.ends[index - 1]), Int(view.starts[index]))
        guard end < start, let left = UTF8Reading.scalar(at: end, in: original) else { return false }
        return left.scalar.isASCII || SignTable.contains(left.scalar) && left.scalar.properties.generalCategory != .format
    }
}
