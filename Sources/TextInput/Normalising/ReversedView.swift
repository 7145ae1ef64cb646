import ModerationCore

/// Turns words round. Every byte of a word that was turned comes from the whole word, so that a match is the word.
enum ReversedView {
    /// Shorter words stay: turned, they are other words too often.
    static let leastLength = 4

    /// `nil` when no word is long enough.
    static func view(of leet: TextView, _ runs: [ViewRun]) -> TextView? {
        guard runs.contains(where: isTurned) else { return nil }
        return ViewBytes.with(leet) { source in
            var writer = ViewWriter(capacity: source.utf8.count)
            for run in runs {
                guard isTurned(run) else {
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
            return writer.view(named: .reversed)
        }
    }

    private static func isTurned(_ run: ViewRun) -> Bool { run.scalarClass == .letter && run.scalarCount >= leastLength }
}
