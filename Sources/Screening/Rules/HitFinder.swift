import ModerationCore

/// Scans the views of one field and keeps the hits that stand at word ends, as places of the original.
struct HitFinder {
    private static let extensionLimit = 32

    let text: NormalisedText
    private let original: [UInt8]
    private(set) var hits: [RuleHit] = []
    /// False when a view could not be scanned to its end.
    private(set) var isComplete = true

    init(_ text: NormalisedText) {
        self.text = text
        original = Array(text.original.utf8)
    }

    mutating func scan(with compiled: CompiledRules, rules: [RuleDefinition]) {
        guard let database = compiled.database else { return }
        for view in text.views {
            guard let name = RuleView(name: view.name) else { continue }
            // Vectorscan leaves open what it does with malformed UTF-8.
            guard String(validating: view.utf8, as: UTF8.self) != nil else {
                isComplete = false
                continue
            }
            var collector = HitCollector(patternCount: compiled.targets.count)
            if !database.scan(view.utf8, into: &collector) { isComplete = false }
            for hit in collector.hits {
                for target in compiled.targets[hit.pattern] where target.views.contains(name) {
                    guard rules[target.rule].fields.contains(text.field), let range = place(hit.range, in: view, target.bounds),
                        let place = view.originalRange(of: range), place.upperBound <= original.count
                    else { continue }
                    hits.append(RuleHit(rule: target.rule, group: target.group, range: place, view: name))
                }
            }
        }
        hits = RuleHit.distinct(hits)
    }

    /// The range, extended to the word's end where the keyword asks for it; `nil` when the keyword is only a part of a word.
    private func place(_ range: Range<Int>, in view: TextView, _ bounds: TermBounds?) -> Range<Int>? {
        guard let bounds else { return range }
        if range.lowerBound > 0, let first = bounds.first, !isJoint(before: range.lowerBound, in: view),
            let previous = Self.scalar(before: range.lowerBound, in: view.utf8), Self.clings(previous, to: first)
        {
            return nil
        }
        var upper = range.upperBound
        if let last = bounds.last, !isJoint(before: upper, in: view), let next = Self.scalar(at: upper, in: view.utf8),
            Self.clings(next.scalar, to: last)
        {
            return nil
        }
        var count = 0
        while bounds.isOpenAtEnd, count < Self.extensionLimit, let next = Self.scalar(at: upper, in: view.utf8),
            WordClass.of(next.scalar) == .letter
        {
            upper += next.byteCount
            count += 1
        }
        return range.lowerBound..<upper
    }

    private static func clings(_ neighbour: Unicode.Scalar, to edge: WordClass) -> Bool {
        let neighbourClass = WordClass.of(neighbour)
        if neighbourClass == .separator || WordClass.isUnspaced(neighbour) { return false }
        return edge == .separator || neighbourClass == edge
    }

    /// Whether the view left out a sign or space of the original here (`a g u n` reads `agun`): a word may begin or end at it.
    private func isJoint(before index: Int, in view: TextView) -> Bool {
        guard index > 0, index < view.utf8.count else { return false }
        let (end, start) = (Int(view.ends[index - 1]), Int(view.starts[index]))
        return end < start && end < original.count && original[end] < 0x80
    }

    private static func scalar(before index: Int, in bytes: [UInt8]) -> Unicode.Scalar? {
        var start = index - 1
        while start > 0, index - start < 4, bytes[start] & 0xC0 == 0x80 { start -= 1 }
        return scalar(at: start, in: bytes)?.scalar
    }

    private static func scalar(at index: Int, in bytes: [UInt8]) -> (scalar: Unicode.Scalar, byteCount: Int)? {
        guard index >= 0, index < bytes.count else { return nil }
        if bytes[index] < 0x80 { return (Unicode.Scalar(bytes[index]), 1) }
        var decoder = UTF8()
        var iterator = bytes[index..<min(index + 4, bytes.count)].makeIterator()
        guard case .scalarValue(let scalar) = decoder.decode(&iterator) else { return nil }
        return (scalar, UTF8.width(scalar))
    }
}
