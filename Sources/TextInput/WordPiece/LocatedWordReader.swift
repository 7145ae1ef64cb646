/// A word in its normal form, with where each byte of it came from.
struct LocatedWord {
    /// Only the beginning of a word longer than ``BertWordLimit/characterCount``.
    private(set) var utf8: [UInt8] = []
    private var sources: [Range<Int>] = []
    private(set) var characterCount = 0
    private var last = 0..<0

    /// From where its first scalar starts to where its last one ends.
    var range: Range<Int> { Self.span(sources.first ?? last, last) }

    func range(of bytes: Range<Int>) -> Range<Int> {
        guard let first = bytes.first, let end = bytes.last, end < sources.count else { return range }
        return Self.span(sources[first], sources[end])
    }

    private static func span(_ first: Range<Int>, _ last: Range<Int>) -> Range<Int> {
        // Reordered marks keep the places of the text, so the last one never lies before the first.
        first.lowerBound..<max(first.lowerBound, last.upperBound)
    }

    mutating func append(_ scalar: Unicode.Scalar, from source: Range<Int>) {
        if characterCount <= BertWordLimit.characterCount {
            let before = utf8.count
            utf8.append(scalar: scalar)
            for _ in before..<utf8.count { sources.append(source) }
        }
        last = source
        characterCount += 1
    }

    mutating func clear() {
        utf8.removeAll(keepingCapacity: true)
        sources.removeAll(keepingCapacity: true)
        characterCount = 0
    }
}

/// Finds words scalar by scalar, straight from ``BertScalar``: what ``WordPieceReader`` does by table, and places as HuggingFace's `NormalizedString`
/// tracks them. Where canonical ordering moves marks, the places stay in the order of the text: the first mark of the result has the place of the first
/// mark that was written. A scalar that others decompose to after their first has the place of the one before it in the text.
struct LocatedWordReader {
    /// A scalar of a run of marks.
    private struct Mark {
        var part: BertScalar.Part
        /// Has a place of its own.
        var isFirst: Bool
    }

    private let casing: WordPieceCasing
    private var word = LocatedWord()
    private var marks: [Mark] = []
    /// Places that the marks have, in order of the text.
    private var places: [Range<Int>] = []
    private var previous = 0..<0

    init(casing: WordPieceCasing) { self.casing = casing }

    mutating func read(_ scalar: Unicode.Scalar, at place: Range<Int>, _ take: (LocatedWord) -> Void) {
        switch BertScalar.meaning(of: scalar, casing: casing) {
        case .dropped:
            return
        case .space:
            finish(take)
            previous = place
        case .isolated(let parts):
            finish(take)
            previous = place
            for part in parts { word.append(part.scalar, from: place) }
            finish(take)
        case .parts(let parts):
            for (index, part) in parts.enumerated() {
                if part.combiningClass > 0 {
                    marks.append(Mark(part: part, isFirst: index == 0))
                    if index == 0 { places.append(place) }
                    continue
                }
                if !marks.isEmpty { writeMarks(take) }
                if index == 0 { previous = place }
                if !part.isAccent { write(part.scalar, take) }
            }
        }
    }

    /// Ends the word, as a space does.
    mutating func finish(_ take: (LocatedWord) -> Void) {
        if !marks.isEmpty { writeMarks(take) }
        guard word.characterCount > 0 else { return }
        take(word)
        word.clear()
    }

    private mutating func writeMarks(_ take: (LocatedWord) -> Void) {
        var byClass: [UInt8: [Mark]] = [:]
        for mark in marks { byClass[mark.part.combiningClass, default: []].append(mark) }
        marks.removeAll(keepingCapacity: true)
        var remaining = places.makeIterator()
        places.removeAll(keepingCapacity: true)
        for combiningClass in byClass.keys.sorted() {
            for mark in byClass[combiningClass] ?? [] {
                if mark.isFirst, let place = remaining.next() { previous = place }
                if !mark.part.isAccent { write(mark.part.scalar, take) }
            }
        }
    }

    private mutating func write(_ scalar: Unicode.Scalar, _ take: (LocatedWord) -> Void) {
        for written in BertScalar.written(scalar, casing: casing) {
            if !BertCharacter.isPunctuation(written) {
                word.append(written, from: previous)
                continue
            }
            let place = previous
            if word.characterCount > 0 {
                take(word)
                word.clear()
            }
            word.append(written, from: place)
            take(word)
            word.clear()
        }
    }
}
