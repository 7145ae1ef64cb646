import ModerationCore

/// Joins single characters that stand apart.
enum CompactView {
    /// A separator between two joined characters has at most this many scalars.
    static let separatorLimit = 3

    /// `nil` when nothing was joined.
    static func view(of skeleton: TextView, _ runs: [ViewRun]) -> TextView? {
        guard runs.indices.contains(where: { lastJoined(in: runs, from: $0) > $0 }) else { return nil }
        return ViewBytes.with(skeleton) { source in
            var writer = ViewWriter(capacity: source.utf8.count)
            // What lies between joined words is copied in one piece.
            var copied = 0
            var index = 0
            while index < runs.count {
                let last = lastJoined(in: runs, from: index)
                for separator in stride(from: index + 1, to: last, by: 2) {
                    writer.append(source, copied..<runs[separator].range.lowerBound)
                    copied = runs[separator].range.upperBound
                }
                index = last + 1
            }
            writer.append(source, copied..<source.utf8.count)
            return writer.view(named: .compact)
        }
    }

    /// The last run of the spaced-out word that begins at `index`; `index` itself when none does.
    private static func lastJoined(in runs: [ViewRun], from index: Int) -> Int {
        guard isSingle(runs[index]), index == 0 || runs[index - 1].scalarClass == .separator else { return index }
        var last = index
        while last + 2 < runs.count {
            let separator = runs[last + 1]
            guard separator.scalarClass == .separator, separator.scalarCount <= separatorLimit, isSingle(runs[last + 2]),
                separator.continues(runs[index + 1])
            else { break }
            last += 2
        }
        return last
    }

    private static func isSingle(_ run: ViewRun) -> Bool { run.scalarClass != .separator && run.scalarCount == 1 }
}
