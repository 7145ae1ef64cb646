/// How many calls a second are meant to leave, over time: straight pieces, one after another.
///
/// Ramps, steps and recorded days are all such profiles. What matters to a schedule is the area below it: call *n* leaves when that reaches *n*.
package struct RateProfile: Sendable, Equatable {
    /// A stretch in which the rate goes from one value to another in a straight line.
    package struct Piece: Sendable, Equatable {
        package var seconds: Double
        /// Calls a second.
        package var from: Double
        package var to: Double

        package init(seconds: Double, from: Double, to: Double) {
            (self.seconds, self.from, self.to) = (seconds, from, to)
        }

        var callCount: Double { seconds * (from + to) / 2 }

        /// Seconds from the piece's beginning until `calls` of its calls have left; `calls` is at most ``callCount``.
        func time(ofCall calls: Double) -> Double {
            // from·t + slope·t²/2 = calls, in the form that does not cancel when the slope is small (Press et al., Numerical Recipes, 5.6).
            let slope = (to - from) / seconds
            let root = max(0, from * from + 2 * slope * calls).squareRoot()
            let divisor = from + root
            return divisor > 0 ? min(seconds, 2 * calls / divisor) : 0
        }
    }

    package static let maximumRate = 1_000_000.0
    package static let maximumSeconds = 7 * 86_400.0

    package let pieces: [Piece]

    /// `nil` without a call in it, when a rate is not between 0 and ``maximumRate``, or when it is longer than ``maximumSeconds``.
    package init?(_ pieces: [Piece]) {
        let rates = 0...Self.maximumRate
        guard pieces.allSatisfy({ $0.seconds > 0 && $0.seconds.isFinite && rates.contains($0.from) && rates.contains($0.to) })
        else {
            return nil
        }
        self.pieces = pieces
        guard seconds <= Self.maximumSeconds, callCount >= 1 else { return nil }
    }

    package static func constant(_ rate: Double, seconds: Double) -> RateProfile? {
        RateProfile([Piece(seconds: seconds, from: rate, to: rate)])
    }

    package var seconds: Double { pieces.reduce(0) { $0 + $1.seconds } }

    /// How many calls leave in all, on average.
    package var callCount: Double { pieces.reduce(0) { $0 + $1.callCount } }

    /// The rate at a time from the start; 0 behind the end.
    package func rate(at seconds: Double) -> Double {
        var left = seconds
        for piece in pieces {
            if left < piece.seconds { return piece.from + (piece.to - piece.from) * max(0, left) / piece.seconds }
            left -= piece.seconds
        }
        return 0
    }

    /// The same profile, each second of it in `1 / speed` seconds: fewer calls at the same rates.
    package func sped(up speed: Double) -> RateProfile? {
        RateProfile(pieces.map { Piece(seconds: $0.seconds / speed, from: $0.from, to: $0.to) })
    }

    /// The same shape, so that its highest rate is `peak`.
    package func scaled(toPeak peak: Double) -> RateProfile? {
        let highest = pieces.reduce(0) { max($0, $1.from, $1.to) }
        guard highest > 0 else { return nil }
        return RateProfile(pieces.map { Piece(seconds: $0.seconds, from: $0.from * peak / highest, to: $0.to * peak / highest) })
    }
}
