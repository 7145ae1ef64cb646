import ModerationCore

/// Which rung is tried next, and until when: a pure state machine without a clock.
///
/// A rung applies where it differs from the one above: the CPU text tower needs text (or a single photo, whose first rung was
/// the ensemble), looking at the text alone needs both text and photos. Each rung gets its share of the time that then remains and
/// the last one all of it, so the whole never outlasts the deadline it was given.
package struct DegradeLadder: Sendable {
    package enum Step: Sendable, Equatable {
        case attempt(ScoringRung, until: Deadline)
        /// Too little time is left for it.
        case skip(ScoringRung, remaining: Duration)
        case finished
    }

    private var rungs: ArraySlice<ScoringRung>
    private let configuration: ScoringConfiguration

    package init(hasText: Bool, photoCount: Int, configuration: ScoringConfiguration) {
        var rungs: [ScoringRung] = []
        if hasText || photoCount > 0 { rungs.append(.full) }
        if hasText || photoCount == 1 { rungs.append(.cpuText) }
        if hasText && photoCount > 0 { rungs.append(.textOnly) }
        self.rungs = rungs[...]
        self.configuration = configuration
    }

    package mutating func next(now: ContinuousClock.Instant, deadline: Deadline) -> Step {
        guard let rung = rungs.popFirst() else { return .finished }
        let remaining = deadline.remaining(at: now)
        guard remaining > .zero, remaining >= configuration.minimumRungTime else { return .skip(rung, remaining: remaining) }
        if rungs.isEmpty { return .attempt(rung, until: deadline) }
        let share =
            switch rung {
            case .full: configuration.fullShare
            case .cpuText: configuration.cpuTextShare
            case .textOnly: 1.0
            }
        return .attempt(rung, until: .after(remaining * share, from: now))
    }
}
