/// Arrivals at equal intervals: call *n* is meant to leave `n / rate` after the start.
package struct ConstantArrivals: Sendable {
    package let ratePerSecond: Double
    package let count: Int

    package init(ratePerSecond: Double, count: Int) {
        self.ratePerSecond = ratePerSecond
        self.count = count
    }

    /// Computed from the index, not by adding intervals up: rounding does not accumulate.
    package func offset(ofCall index: Int) -> Duration { .seconds(Double(index) / ratePerSecond) }
}
