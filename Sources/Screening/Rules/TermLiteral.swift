/// A keyword as it is looked for: plain bytes in a view without signs (``SpacelessText``), and what the view must hold at that place.
///
/// Immutable; safe on any thread.
final class TermLiteral: Sendable {
    /// Signs that may stand between two parts: room for a dash between spaces, or dots.
    fileprivate static let signLimit = 5
    /// Between two digits, where the sign is part of a number (`5.56`), one or two must stand.
    fileprivate static let signLimitBetweenDigits = 2

    private struct Gap {
        /// Of the byte that stands behind the gap.
        var index: Int
        var isBetweenDigits: Bool
    }

    /// The letters and digits.
    let bytes: [UInt8]
    let bounds: TermBounds
    /// Signs before the first and after the last part, which are taken literally (`.223`).
    private let head: [UInt8]
    private let tail: [UInt8]
    private let gaps: [Gap]
    private let code: CodeWord?

    /// `term` as a view reads it. ``bytes`` is empty when it has signs only; `nil` when nothing is left to look for.
    init?(term: String, isOpenAtStart: Bool, isOpenAtEnd: Bool, code: CodeWord? = nil) {
        let scalars = Self.trimmed(term)
        guard let first = scalars.first, let last = scalars.last else { return nil }
        bounds = TermBounds(
            first: isOpenAtStart || WordClass.isUnspaced(first) ? nil : WordClass.of(first),
            last: isOpenAtEnd || WordClass.isUnspaced(last) ? nil : WordClass.of(last),
            isOpenAtEnd: isOpenAtEnd
        )
        let firstPart = scalars.firstIndex { !CharacterTable.isSign($0) } ?? scalars.count
        let lastPart = scalars.lastIndex { !CharacterTable.isSign($0) } ?? scalars.count - 1
        var (bytes, gaps): ([UInt8], [Gap]) = ([], [])
        var previous: Unicode.Scalar?
        var hasGap = false
        for scalar in scalars[firstPart..<max(firstPart, lastPart + 1)] {
            if CharacterTable.isSign(scalar) {
                hasGap = true
                continue
            }
            if hasGap, let previous {
                let isNumber = WordClass.of(previous) == .digit && WordClass.of(scalar) == .digit
                gaps.append(Gap(index: bytes.count, isBetweenDigits: isNumber))
            }
            bytes += Array(String(scalar).utf8)
            (previous, hasGap) = (scalar, false)
        }
        self.bytes = bytes
        self.gaps = gaps
        self.code = code
        head = Self.utf8(scalars[..<firstPart])
        tail = Self.utf8(scalars[min(lastPart + 1, scalars.count)...])
    }

    /// What the view must hold where the letters and digits stand in it without its signs: room between parts and none within them, and the signs
    /// at the ends.
    var shape: Shape {
        let hasEdges = !head.isEmpty || !tail.isEmpty || code != nil
        var shape = Shape(byteCount: bytes.count, bounds: bounds, edges: hasEdges ? Shape.Edges(head, tail, code) : nil)
        for gap in gaps { shape.insert(gapAt: gap.index, isBetweenDigits: gap.isBetweenDigits) }
        return shape
    }

    /// Small, and whole in itself but for what few keywords have: it is asked for each that is found, and memory is slow.
    struct Shape: Sendable {
        let byteCount: Int
        let bounds: TermBounds
        fileprivate final class Edges: Sendable {
            let head: [UInt8]
            let tail: [UInt8]
            let code: CodeWord?

            init(_ head: [UInt8], _ tail: [UInt8], _ code: CodeWord?) { (self.head, self.tail, self.code) = (head, tail, code) }
        }

        /// By the byte behind the gap, of the first 64.
        private var gaps: UInt64 = 0
        private var gapsBetweenDigits: UInt64 = 0
        private var laterGaps: [Int: Bool] = [:]
        private let edges: Edges?

        fileprivate init(byteCount: Int, bounds: TermBounds, edges: Edges?) {
            self.byteCount = byteCount
            self.bounds = bounds
            self.edges = edges
        }

        /// What the original has to say of the keyword's digits, where the view reads them as letters.
        var code: CodeWord? { edges?.code }

        fileprivate mutating func insert(gapAt index: Int, isBetweenDigits: Bool) {
            if index < 64 {
                gaps |= 1 << UInt64(index)
                gapsBetweenDigits |= isBetweenDigits ? 1 << UInt64(index) : 0
            } else {
                laterGaps[index] = isBetweenDigits
            }
        }

        /// The keyword's place in the view whose letters and digits from `start` on are the keyword's; `nil` when signs stand where none may, or
        /// lack.
        func range(startingAt start: Int, in text: SpacelessText, of view: [UInt8]) -> Range<Int>? {
            let end = start + byteCount
            guard start >= 0, byteCount > 0, end <= text.ends.count else { return nil }
            let (lower, upper) = (Int(text.ends[start]) - 1, Int(text.ends[end - 1]))
            if upper - lower == byteCount {
                guard gapsBetweenDigits == 0, !laterGaps.values.contains(true) else { return nil }
            } else {
                for index in 1..<byteCount
                where !isRoomed(index, Int(text.ends[start + index - 1]), Int(text.ends[start + index]), view) {
                    return nil
                }
            }
            guard let edges else { return lower..<upper }
            let (head, tail) = (edges.head, edges.tail)
            guard head.count <= lower, tail.count <= view.count - upper,
                view[(lower - head.count)..<lower].elementsEqual(head), view[upper..<(upper + tail.count)].elementsEqual(tail)
            else { return nil }
            return (lower - head.count)..<(upper + tail.count)
        }

        /// Whether before the byte of this index there stand as many signs as may, and must.
        private func isRoomed(_ index: Int, _ previousEnd: Int, _ end: Int, _ view: [UInt8]) -> Bool {
            let isGap = index < 64 ? gaps >> UInt64(index) & 1 == 1 : laterGaps[index] != nil
            guard isGap else { return end - previousEnd == 1 }
            let isBetweenDigits = index < 64 ? gapsBetweenDigits >> UInt64(index) & 1 == 1 : laterGaps[index] == true
            // Bytes that begin a character.
            let signCount = view[previousEnd..<(end - 1)].count { $0 & 0xC0 != 0x80 }
            return isBetweenDigits
                ? (1...TermLiteral.signLimitBetweenDigits).contains(signCount) : signCount <= TermLiteral.signLimit
        }
    }

    /// Whether nothing but the beginning of a word can be where it begins (``SpacelessText/wordStarts``).
    var beginsWithWord: Bool { bounds.first != nil }

    /// The keyword as a regular expression, for one that is signs only.
    var expression: String {
        String(decoding: head + bytes + tail, as: UTF8.self).unicodeScalars
            .map { #"\x{"# + String($0.value, radix: 16) + "}" }.joined()
    }

    private static func trimmed(_ term: String) -> [Unicode.Scalar] {
        var scalars = Substring(term).unicodeScalars
        while let scalar = scalars.first, scalar.properties.isWhitespace { scalars.removeFirst() }
        while let scalar = scalars.last, scalar.properties.isWhitespace { scalars.removeLast() }
        return Array(scalars)
    }

    private static func utf8(_ scalars: ArraySlice<Unicode.Scalar>) -> [UInt8] { scalars.flatMap { Array(String($0).utf8) } }
}

/// What must not stand beside a keyword: more of the same word or number. Between letters and digits a word ends (`glock19`).
struct TermBounds: Hashable {
    /// Class of the first scalar; `nil` when anything may stand before it.
    var first: WordClass?
    var last: WordClass?
    /// The keyword goes on to the end of the word (`silencer*`).
    var isOpenAtEnd: Bool
}
