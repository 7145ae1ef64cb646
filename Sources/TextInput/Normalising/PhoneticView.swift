import ModerationCore

/// Writes words as they sound, so that transliterations and misspellings of a word meet: `оружие`, `oruzhiye` and `oružie`; `глок`, `glokk` and
/// `glock`.
///
/// The alphabet is coarse on purpose: c, ck, k, q, ch, kh and h are one sound, and so are i, j and y; v and w; s, sh and sch; repeated letters count
/// once; i before another vowel does not count. Long words remain apart, which is why only they are looked for here.
enum PhoneticView {
    /// `nil` when the view has no ASCII letter, so that it says nothing new.
    static func view(of base: TextView, _ runs: [ViewRun]) -> TextView? {
        ViewBytes.with(base) { source in
            var writer = ViewWriter(capacity: source.utf8.count + source.utf8.count / 8)
            var hasFolded = false
            for run in runs {
                if run.scalarClass == .letter, source.utf8[run.range].allSatisfy({ $0 < 0x80 }) {
                    hasFolded = true
                    fold(source, run.range, into: &writer)
                } else {
                    writer.append(source, run.range)
                }
            }
            return hasFolded ? writer.view(named: .phonetic) : nil
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
        case UInt8(ascii: "c"), UInt8(ascii: "q"), UInt8(ascii: "k"): write(UInt8(ascii: "k"), taking: next("h") ? 2 : 1, &writer)
        case UInt8(ascii: "h"): write(UInt8(ascii: "k"), taking: 1, &writer)
        case UInt8(ascii: "s"): write(UInt8(ascii: "s"), taking: hissCount(), &writer)
        case UInt8(ascii: "z"), UInt8(ascii: "g"): write(letter, taking: next("h") ? 2 : 1, &writer)
        case UInt8(ascii: "t"):
            if next("s") || next("z") || next("c") {
                write(UInt8(ascii: "k"), taking: next("h", 2) ? 3 : 2, &writer)
            } else {
                write(letter, taking: next("h") ? 2 : 1, &writer)
            }
        case UInt8(ascii: "p"): write(next("h") ? UInt8(ascii: "f") : letter, taking: next("h") ? 2 : 1, &writer)
        case UInt8(ascii: "w"): write(UInt8(ascii: "v"), taking: 1, &writer)
        case UInt8(ascii: "x"):
            write(UInt8(ascii: "k"), taking: 0, &writer)
            write(UInt8(ascii: "s"), taking: 1, &writer)
        case UInt8(ascii: "i"), UInt8(ascii: "j"), UInt8(ascii: "y"): writeGlide(into: &writer)
        default: write(letter, taking: 1, &writer)
        }
    }

    /// i, j and y in a row: one i, or nothing before another vowel; y or j before o is e, as Russian ё is written.
    private mutating func writeGlide(into writer: inout ViewWriter) {
        var count = 1
        while next("i", count) || next("j", count) || next("y", count) { count += 1 }
        let last = source.utf8[index + count - 1]
        if next("o", count), last != UInt8(ascii: "i") {
            write(UInt8(ascii: "e"), taking: count + 1, &writer)
        } else if next("a", count) || next("e", count) || next("u", count) {
            write(source.utf8[index + count], taking: count + 1, &writer)
        } else {
            write(UInt8(ascii: "i"), taking: count, &writer)
        }
    }

    /// Letters of `sh`, `sch`, `shch`, `skh` or `s`.
    private func hissCount() -> Int {
        if next("h"), next("c", 2), next("h", 3) { return 4 }
        if next("c") || next("k"), next("h", 2) { return 3 }
        return next("h") ? 2 : 1
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
