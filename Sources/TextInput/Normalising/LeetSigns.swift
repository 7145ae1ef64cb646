import ModerationCore

/// Readies a view for ``LeetView``: signs within words that stand for letters stay or become ASCII ones, others are left out.
enum LeetSigns {
    /// An opening bracket that is closed within so many bytes is no letter.
    private static let bracketReach = 64

    /// `nil` when nothing changes.
    static func view(of base: TextView, _ runs: [ViewRun]) -> TextView? {
        ViewBytes.with(base) { source in
            guard runs.indices.contains(where: { mayChange(runs, $0, source) }) else { return nil }
            var writer = ViewWriter(capacity: source.utf8.count)
            for (index, run) in runs.enumerated() {
                guard mayChange(runs, index, source) else {
                    writer.append(source, run.range)
                    continue
                }
                let isWithin = runs.isWithinWord(index)
                var at = run.range.lowerBound
                while at < run.range.upperBound {
                    let (value, byteCount) = UTF8Decoding.scalar(in: source.utf8, at: at)
                    let next = at + byteCount
                    let isBeforeLetter = next == run.range.upperBound && index + 1 < runs.count && runs[index + 1].scalarClass == .letter
                    let isAfterLetter = at == run.range.lowerBound && index > 0 && runs[index - 1].scalarClass == .letter
                    if let letter = letter(value, at, source, isWithin: isWithin, isBeforeLetter, isAfterLetter) {
                        writer.append(letter, start: source.starts[at], end: source.ends[at])
                    } else if !isWithin || value < 0x80 && LeetView.letter(UInt8(truncatingIfNeeded: value)) != nil {
                        writer.append(source, at..<next)
                    }
                    at = next
                }
            }
            return writer.view(named: .leet)
        }
    }

    /// Within a word, or beside one with a sign that is not ASCII or a bracket.
    private static func mayChange(_ runs: [ViewRun], _ index: Int, _ source: ViewBytes) -> Bool {
        let run = runs[index]
        guard run.scalarClass == .separator, run.hasOtherThanSpace else { return false }
        if runs.isWithinWord(index) { return true }
        let (first, last) = (source.utf8[run.range.lowerBound], source.utf8[run.range.upperBound - 1])
        return first >= 0x80 || last >= 0x80 || last == UInt8(ascii: "(") || last == UInt8(ascii: "<")
    }

    /// What a sign that is no ASCII letter sign stands for beside a letter.
    private static func letter(
        _ value: UInt32,
        _ index: Int,
        _ source: ViewBytes,
        isWithin: Bool,
        _ isBeforeLetter: Bool,
        _ isAfterLetter: Bool
    ) -> UInt8? {
        guard isBeforeLetter || isAfterLetter else { return nil }
        switch value {
        case 0x28, 0x3C:
            guard isBeforeLetter, !isClosed(value == 0x28 ? 0x29 : 0x3E, after: index, source) else { return nil }
            return isAfterLetter ? UInt8(ascii: "c") : UInt8(ascii: value == 0x28 ? "g" : "c")
        case 0x20AC: return UInt8(ascii: "e")
        case 0xA3: return UInt8(ascii: "l")
        case 0xA2: return UInt8(ascii: "c")
        case 0xA7: return UInt8(ascii: "s")
        case 0xA5: return UInt8(ascii: "y")
        case 0xA1: return UInt8(ascii: "l")
        case 0xD7: return UInt8(ascii: "x")
        default: return nil
        }
    }

    private static func isClosed(_ bracket: UInt8, after index: Int, _ source: ViewBytes) -> Bool {
        let end = min(source.utf8.count, index + bracketReach)
        return source.utf8[index..<end].contains(bracket)
    }
}
