/// Looks for the highest rate that holds a gate: doubles until one does not, then halves what is between.
///
/// Decides which rate is tried next, and nothing else. A rate that held once counts as held.
package struct CapacitySearch: Sendable {
    /// Tried rates, in order, and whether they held.
    package private(set) var tried: [(rate: Double, held: Bool)] = []
    /// The search ends when the bounds are this near: 0.05 is 5 %.
    private let precision: Double
    private let highest: Double
    private var next: Double

    /// Begins at `start` calls a second, and tries nothing above `highest`.
    package init(start: Double, highest: Double, precision: Double = 0.05) {
        self.precision = precision
        self.highest = highest
        next = min(start, highest)
    }

    /// The highest rate that held; 0 when none did.
    package var capacity: Double { tried.filter(\.held).map(\.rate).max() ?? 0 }

    /// The rate to try; `nil` at the end.
    package var rate: Double? {
        let failed = tried.filter { !$0.held }.map(\.rate).min()
        if let failed, failed - capacity <= precision * failed || failed <= 1 { return nil }
        if capacity >= highest { return nil }
        return next
    }

    package mutating func tell(held: Bool) {
        tried.append((next, held))
        let failed = tried.filter { !$0.held }.map(\.rate).min()
        next = failed.map { ($0 + capacity) / 2 } ?? min(highest, next * 2)
    }
}
