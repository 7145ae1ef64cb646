import ModerationCore

/// Writes words as they sound, so that transliterations and misspellings of a word meet: `оружие`, `oruzhiye` and `oružie`; `глок`, `glokk` and
/// `glock`.
///
/// The alphabet is coarse on purpose: c, ck, k, q, ch, kh and h are one sound, and so are i, j and y; v and w; s, sh and sch; repeated letters count
/// once; i before another vowel does not count, but io is e, as ё is. Long words remain apart, which is why only they are looked for here.
enum PhoneticView {
    /// `nil` without letters. A text that reads as it sounds has the view as well: keywords read differently in it.
    static func view(of base: TextView, _ runs: [ViewRun]) -> TextView? {
        guard runs.contains(where: { $0.scalarClass == .letter }) else { return nil }
        return sounds(of: base, runs)
    }

    private static func sounds(of base: TextView, _ runs: [ViewRun]) -> TextView? {
        ViewBytes.with(base) { source in
            var writer = ViewWriter(capacity: source.utf8.count + source.utf8.count / 8)
            for run in runs {
                if run.scalarClass == .letter, run.scalarCount == run.range.count {
                    fold(source, run.range, into: &writer)
                } else if run.scalarClass == .letter {
                    squeeze(source, run.range, into: &writer)
                } else {
                    writer.append(source, run.range)
                }
            }
            return writer.view(named: .phonetic)
        }
    }

    /// One word of other letters: repeated ones once.
    private static func squeeze(_ source: ViewBytes, _ range: Range<Int>, into writer: inout ViewWriter) {
        var previous: UInt32 = 0
        var index = range.lowerBound
        while index < range.upperBound {
            let (value, byteCount) = UTF8Decoding.scalar(in: source.utf8, at: index)
            if value == previous {
                writer.extendLast(to: source.ends[index])
            } else {
                writer.append(source, index..<(index + byteCount))
            }
            previous = value
            index += byteCount
        }
    }

    /// One word of the letters a to z.
    private static func fold(_ source: ViewBytes, _ range: Range<Int>, into writer: inout ViewWriter) {
        var word = PhoneticWord(source, range)
        while word.hasMore { word.writeNext(into: &writer) }
    }
}

/// Reads a word sound by sound.
private struct PhoneticWord {
    private let source: ViewBytes
    private let end: Int
    private var index: Int
    private var previous: UInt8 = 0

    init(_ source: ViewBytes, _ range: Range<Int>) {
        self.source = source
        index = range.lowerBound
        end = range.upperBound
    }

    var hasMore: Bool { index < end }

    mutating func writeNext(into writer: inout ViewWriter) {
        let letter = source.utf8[index]
        switch letter {
        case UInt8(ascii: "c"), UInt8(ascii: "q"), UInt8(ascii: "k"): write(UInt8(ascii: "k"), taking: breathed(1), &writer)
        case UInt8(ascii: "h"): write(UInt8(ascii: "k"), taking: 1, &writer)
        case UInt8(ascii: "s"): write(UInt8(ascii: "s"), taking: hissCount(), &writer)
        case UInt8(ascii: "z"), UInt8(ascii: "g"): write(letter, taking: breathed(1), &writer)
        case UInt8(ascii: "d") where next("z") || next("j"): writeGlide(from: breathed(2), into: &writer)
        case UInt8(ascii: "t"):
            if next("s") || next("z") || next("c") {
                write(UInt8(ascii: "k"), taking: breathed(2), &writer)
            } else {
                write(letter, taking: breathed(1), &writer)
            }
        case UInt8(ascii: "p"): write(next("h") ? UInt8(ascii: "f") : letter, taking: breathed(1), &writer)
        case UInt8(ascii: "w"): write(UInt8(ascii: "v"), taking: 1, &writer)
        case UInt8(ascii: "x"):
            write(UInt8(ascii: "k"), taking: 0, &writer)
            write(UInt8(ascii: "s"), taking: 1, &writer)
        case UInt8(ascii: "i"), UInt8(ascii: "j"), UInt8(ascii: "y"): writeGlide(from: 1, into: &writer)
        default: write(letter, taking: 1, &writer)
        }
    }

    /// i, j and y in a row, or dj, dz and dzh, which stand for j: one i, or nothing before another vowel; before o they are e, as Russian ё is
    /// written. `first` letters are known to belong to it.
    private mutating func writeGlide(from first: Int, into writer: inout ViewWriter) {
        var count = first
        while next("i", count) || next("j", count) || next("y", count) { count += 1 }
        if next("o", count) {
            write(UInt8(ascii: "e"), taking: count + 1, &writer)
        } else if next("a", count) || next("e", count) || next("u", count) {
            write(source.utf8[index + count], taking: count + 1, &writer)
        } else {
            write(UInt8(ascii: "i"), taking: count, &writer)
        }
    }

    /// Letters of `sh`, `sch`, `shch`, `skh` or `s`.
    private func hissCount() -> Int {
        let count = breathed(1)
        if next("c", count) || next("k", count), next("h", count + 1) { return breathed(count + 1) }
        return count
    }

    /// `count` letters and every h after them.
    private func breathed(_ count: Int) -> Int {
        var count = count
        while next("h", count) { count += 1 }
        return count
    }

    @inline(__always)
    private func next(_ letter: Unicode.Scalar, _ distance: Int = 1) -> Bool {
        let at = index &+ distance
        return at < end && source.utf8[at] == UInt8(truncatingIfNeeded: letter.value)
    }

    @inline(__always)
    private mutating func write(_ sound: UInt8, taking count: Int, _ writer: inout ViewWriter) {
        let last = index &+ max(count, 1) &- 1
        if sound == previous {
            writer.extendLast(to: source.ends[last])
        } else {
            writer.append(sound, start: source.starts[index], end: source.ends[last])
        }
        previous = sound
        index &+= count
    }
}
