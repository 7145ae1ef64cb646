/// A keyword as it is looked for: plain bytes in a view without signs (``SpacelessText``), and what the view must hold at that place.
///
/// Immutable; safe on any thread.
final class TermLiteral: Sendable {
    /// Signs that may stand between two parts: room for a dash between spaces, or dots.
    private static let signLimit = 5
    /// Between two digits, where the sign is part of a number (`5.56`), one or two must stand.
    private static let signLimitBetweenDigits = 2

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

    /// `term` as a view reads it. ``bytes`` is empty when it has signs only; `nil` when nothing is left to look for.
    init?(term: String, isOpenAtStart: Bool, isOpenAtEnd: Bool) {
        let scalars = Self.trimmed(term)
        guard let first = scalars.first, let last = scalars.last else { return nil }
        bounds = TermBounds(
            first: isOpenAtStart || WordClass.isUnspaced(first) ? nil : WordClass.of(first),
            last: isOpenAtEnd || WordClass.isUnspaced(last) ? nil : WordClass.of(last),
            isOpenAtEnd: isOpenAtEnd
        )
        let firstPart = scalars.firstIndex { !SignTable.contains($0) } ?? scalars.count
        let lastPart = scalars.lastIndex { !SignTable.contains($0) } ?? scalars.count - 1
        var (bytes, gaps): ([UInt8], [Gap]) = ([], [])
        var previous: Unicode.Scalar?
        var hasGap = false
        for scalar in scalars[firstPart..<max(firstPart, lastPart + 1)] {
            if SignTable.contains(scalar) {
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
        head = Self.utf8(scalars[..<firstPart])
        tail = Self.utf8(scalars[min(lastPart + 1, scalars.count)...])
    }

    /// The keyword's place in a view in which its last letter or digit ends at `end`; `nil` when it does not stand there.
    func range(endingAt end: Int, in view: [UInt8]) -> Range<Int>? {
        guard end <= view.count else { return nil }
        var index = end
        var remaining = bytes.count
        var gap = gaps.count - 1
        while remaining > 0 {
            if gap >= 0, gaps[gap].index == remaining {
                guard let start = skip(gaps[gap], before: index, in: view) else { return nil }
                index = start
                gap -= 1
            }
            guard index > 0, view[index - 1] == bytes[remaining - 1] else { return nil }
            index -= 1
            remaining -= 1
        }
        guard head.count <= index, tail.count <= view.count - end, view[(index - head.count)..<index].elementsEqual(head),
            view[end..<(end + tail.count)].elementsEqual(tail)
        else { return nil }
        return (index - head.count)..<(end + tail.count)
    }

    /// Where the signs before `index` begin; `nil` when there are too many or too few.
    private func skip(_ gap: Gap, before index: Int, in view: [UInt8]) -> Int? {
        let limit = gap.isBetweenDigits ? Self.signLimitBetweenDigits : Self.signLimit
        var (start, count) = (index, 0)
        while let sign = UTF8Reading.scalar(before: start, in: view), SignTable.contains(sign.scalar) {
            count += 1
            guard count <= limit else { return nil }
            start -= sign.byteCount
        }
        return gap.isBetweenDigits && count == 0 ? nil : start
    }

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
