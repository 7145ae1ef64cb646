import ModerationCore

/// Turns words round. Every byte of a word that was turned comes from the whole word, so that a match is the word.
enum ReversedView {
    /// Shorter words stay: turned, they are other words too often.
    static let leastLength = 4

    /// `nil` when no word is long enough, or turned ones read the same.
    static func view(of leet: TextView, _ runs: [ViewRun]) -> TextView? {
        ViewBytes.with(leet) { source in
            guard runs.contains(where: { isTurned($0, source) }) else { return nil }
            var writer = ViewWriter(capacity: source.utf8.count)
            for run in runs {
                guard isTurned(run, source) else {
                    writer.append(source, run.range)
                    continue
                }
                let (start, end) = (source.starts[run.range.lowerBound], source.ends[run.range.upperBound - 1])
                var upper = run.range.upperBound
                while upper > run.range.lowerBound {
                    var lower = upper - 1
                    while lower > run.range.lowerBound, source.utf8[lower] & 0xC0 == 0x80 { lower -= 1 }
                    for index in lower..<upper { writer.append(source.utf8[index], start: start, end: end) }
                    upper = lower
                }
            }
            return writer.holds(source.utf8) ? nil : writer.view(named: .reversed)
        }
    }

    private static func isTurned(_ run: ViewRun, _ source: ViewBytes) -> Bool {
        run.scalarClass == .letter && run.scalarCount >= leastLength && !isLittle(source.utf8[run.range])
    }

    /// Words that join others in keywords ("pistole ohne papiere") and say nothing that anybody would hide.
    private static let littleWords: Set<UInt64> = Set(
        ["ohne", "mlt", "sans", "avec", "pour", "dans", "para", "senza", "voor", "zonder", "wlth", "from", "wlthout"].map {
            packed($0.utf8)
        }
    )

    private static func isLittle(_ word: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        word.count <= 8 && littleWords.contains(packed(word))
    }

    private static func packed(_ bytes: some Sequence<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
}
