internal import EvasionGate
internal import Foundation

/// When each call is meant to leave: fixed before the first one does, whatever the server answers.
///
/// An iterator: `next()` gives the offset from the start, and never an earlier one than before. Two schedules made alike are alike.
package struct ArrivalSchedule: Sendable, Sequence, IteratorProtocol {
    package enum Spacing: String, Sendable, CaseIterable {
        /// At equal distances, as far as the rate is constant.
        case even
        /// As independent users arrive: distances are exponential, and calls come in bunches (a Poisson process; where the rate changes, one that
        /// is thinned by nothing: its time is stretched, Çinlar 1975).
        case poisson
    }

    private let profile: RateProfile?
    /// Instead of a profile: when each call left once.
    private let recorded: [Duration]
    private let spacing: Spacing
    private var random: MutationRandom
    /// How many calls, not always whole ones, were meant to leave until the next one does.
    private var reached: Double
    private var sentCount = 0
    private var piece = 0
    private var callsBefore = 0.0
    private var secondsBefore = 0.0

    package init(_ profile: RateProfile, spacing: Spacing = .even, seed: UInt64 = 1) {
        self.profile = profile
        recorded = []
        self.spacing = spacing
        random = MutationRandom(seed: seed)
        reached = 0
        if spacing == .poisson { reached = exponential() }
    }

    /// Calls leave at `offsets`, which rise.
    package init(recorded offsets: [Duration]) {
        profile = nil
        recorded = offsets
        spacing = .even
        random = MutationRandom(seed: 0)
        reached = 0
    }

    package mutating func next() -> Duration? {
        guard let profile else {
            defer { sentCount += 1 }
            return sentCount < recorded.count ? recorded[sentCount] : nil
        }
        while piece < profile.pieces.count {
            let current = profile.pieces[piece]
            // A call that would leave at the very end belongs to what follows; the sum's last digits decide nothing.
            if reached - callsBefore < current.callCount - 1e-9 {
                let seconds = secondsBefore + current.time(ofCall: Swift.max(0, reached - callsBefore))
                advance()
                return .seconds(seconds)
            }
            callsBefore += current.callCount
            secondsBefore += current.seconds
            piece += 1
        }
        return nil
    }

    private mutating func advance() {
        sentCount += 1
        // Counted, not added up, where it can be: rounding does not accumulate over millions of calls.
        reached = spacing == .even ? Double(sentCount) : reached + exponential()
    }

    private mutating func exponential() -> Double { -log1p(-random.unit()) }
}
