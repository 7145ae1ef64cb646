import ModerationCore

/// Readies a view for ``LeetView``: signs within words that stand for letters stay or become ASCII ones, others are left out, and Cyrillic letters that
/// share a digit with Latin ones become those.
enum LeetSigns {
    /// An opening bracket that is closed within so many bytes is no letter.
    private static let bracketReach = 64

    /// `nil` when nothing changes. `keepsSigns` changes letters only.
    static func view(of base: TextView, _ runs: [ViewRun], keepsSigns: Bool = false) -> TextView? {
        ViewBytes.with(base) { source in
            let mayChange = { (index: Int) in
                !(keepsSigns && runs[index].scalarClass == .separator) && Self.mayChange(runs, index, source)
            }
            guard var index = runs.indices.first(where: mayChange) else { return nil }
            var writer = ViewWriter(capacity: source.utf8.count)
            var copied = 0
            while index < runs.count {
                if mayChange(index) {
                    let range = runs[index].range
                    writer.append(source, copied..<range.lowerBound)
                    copied = range.upperBound
                    if runs[index].scalarClass == .separator {
                        write(signs: range, isWithin: runs.isWithinWord(index), runs, index, source, &writer)
                    } else {
                        write(letters: range, source, &writer)
                    }
                }
                index += 1
            }
            writer.append(source, copied..<source.utf8.count)
            return writer.view(named: .leet)
        }
    }

    private static func write(letters range: Range<Int>, _ source: ViewBytes, _ writer: inout ViewWriter) {
        var at = range.lowerBound
        while at < range.upperBound {
            let (value, byteCount) = UTF8Decoding.scalar(in: source.utf8, at: at)
            if let letter = LeetView.shared(value) {
                writer.append(letter, start: source.starts[at], end: source.ends[at])
            } else {
                writer.append(source, at..<(at + byteCount))
            }
            at += byteCount
        }
    }

    private static func write(
        signs range: Range<Int>,
        isWithin: Bool,
        _ runs: [ViewRun],
        _ index: Int,
        _ source: ViewBytes,
        _ writer: inout ViewWriter
    ) {
        var at = range.lowerBound
        while at < range.upperBound {
            let (value, byteCount) = UTF8Decoding.scalar(in: source.utf8, at: at)
            let isLast = at + byteCount == range.upperBound
            let isBeforeLetter = isLast && index + 1 < runs.count && runs[index + 1].scalarClass == .letter
            let isAfterLetter = at == range.lowerBound && index > 0 && runs[index - 1].scalarClass == .letter
            let isBracket = value == 0x28 || value == 0x3C
            if isBracket, isBeforeLetter, !isAfterLetter, !isClosed(at, source) {
                writer.append(UInt8(ascii: value == 0x28 ? "g" : "c"), start: source.starts[at], end: source.ends[at])
            } else if isWithin || !isBracket && (isBeforeLetter || isAfterLetter), let letter = letter(value, at, source) {
                writer.append(letter, start: source.starts[at], end: source.ends[at])
            } else if !isWithin || value < 0x80 && LeetView.letter(UInt8(truncatingIfNeeded: value)) != nil {
                writer.append(source, at..<(at + byteCount))
            }
            at += byteCount
        }
    }

    /// Signs within a word, or beside one with a sign that is not ASCII or a bracket; words with letters beyond ASCII.
    private static func mayChange(_ runs: [ViewRun], _ index: Int, _ source: ViewBytes) -> Bool {
        let run = runs[index]
        if run.scalarClass == .letter { return run.scalarCount < run.range.count }
        guard run.scalarClass == .separator, run.hasOtherThanSpace else { return false }
        if runs.isWithinWord(index) { return true }
        let (first, last) = (source.utf8[run.range.lowerBound], source.utf8[run.range.upperBound - 1])
        return first >= 0x80 || last >= 0x80 || last == UInt8(ascii: "(") || last == UInt8(ascii: "<")
    }

    /// What a sign stands for that is not among the ASCII ones of ``LeetView``.
    static func letter(_ value: UInt32, _ index: Int, _ source: ViewBytes) -> UInt8? {
        switch value {
        case 0x28, 0x3C: isClosed(index, source) ? nil : UInt8(ascii: "c")
        case 0x20AC: UInt8(ascii: "e")
        case 0xA1, 0xA3: UInt8(ascii: "l")
        case 0xA2, 0xA9: UInt8(ascii: "c")
        case 0xA7: UInt8(ascii: "s")
        case 0xA5: UInt8(ascii: "y")
        case 0xAE: UInt8(ascii: "r")
        case 0xD7: UInt8(ascii: "x")
        default: nil
        }
    }

    /// Whether the bracket at `index` is closed within reach, those that open after it set aside.
    private static func isClosed(_ index: Int, _ source: ViewBytes) -> Bool {
        let opening = source.utf8[index]
        let closing: UInt8 = opening == 0x28 ? 0x29 : 0x3E
        var depth = 0
        for byte in source.utf8[index..<min(source.utf8.count, index + bracketReach)] {
            if byte == opening { depth += 1 } else if byte == closing { depth -= 1 }
            if depth == 0 { return true }
        }
        return false
    }
}
