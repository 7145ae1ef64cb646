/// How long a model takes for a batch, by its rows: straight lines between given points, and on beyond the last.
public struct LatencyCurve: Sendable, Equatable {
    public struct Point: Sendable, Equatable {
        public var rowCount: Int
        public var latency: Duration

        public init(rowCount: Int, latency: Duration) {
            self.rowCount = rowCount
            self.latency = latency
        }
    }

    /// Ascending, at least one.
    private let points: [Point]

    /// `nil` unless there is a point, batches grow, and a larger batch takes no less.
    public init?(_ points: [Point]) {
        guard let first = points.first, first.rowCount >= 1, first.latency >= .zero,
            zip(points, points.dropFirst()).allSatisfy({ $0.rowCount < $1.rowCount && $0.latency <= $1.latency })
        else { return nil }
        self.points = points
    }

    /// `1:4,16:12`: rows, and milliseconds.
    public init?(parsing text: String) {
        var points: [Point] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let words = part.split(separator: ":", omittingEmptySubsequences: false)
            guard words.count == 2, let rowCount = Int(words[0]), let milliseconds = Double(words[1]),
                (0...60_000).contains(milliseconds)
            else { return nil }
            points.append(Point(rowCount: rowCount, latency: .microseconds(Int64(milliseconds * 1_000))))
        }
        self.init(points)
    }

    public func latency(rowCount: Int) -> Duration {
        guard points.count > 1 else { return points[0].latency }
        let upper = points.firstIndex { $0.rowCount >= rowCount } ?? points.count - 1
        if upper == 0 { return points[0].latency }
        let (from, to) = (points[upper - 1], points[upper])
        let share = Double(rowCount - from.rowCount) / Double(to.rowCount - from.rowCount)
        return from.latency + (to.latency - from.latency) * share
    }
}
