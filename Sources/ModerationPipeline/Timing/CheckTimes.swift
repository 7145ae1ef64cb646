import ModerationCore

/// Until when each part of one check may run.
package struct CheckTimes: Sendable, Equatable {
    /// The caller's deadline, or what stands in for it.
    package let deadline: Deadline
    package let answerBy: Deadline
    package let scoringBy: Deadline
    /// Photos that are not read by then are given up.
    package let mediaBy: Deadline

    package init(
        deadline given: Deadline?,
        receivedAt: ContinuousClock.Instant,
        now: ContinuousClock.Instant,
        configuration: PipelineConfiguration
    ) {
        let wanted = given ?? .after(configuration.defaultTimeout, from: receivedAt)
        deadline = min(wanted, .after(configuration.maximumTimeout, from: receivedAt))
        answerBy = deadline.earlier(by: configuration.answerMargin)
        scoringBy = answerBy.earlier(by: configuration.recordingReserve)
        let remaining = scoringBy.remaining(at: now)
        mediaBy = scoringBy.earlier(by: max(min(configuration.scoringReserve, remaining / 2), .zero))
    }

    /// Until when to wait for the group commit: the answer's margin stays whole. Only a check that is late already, and could not keep the
    /// margin, gives the commit its `reserve`, up to the deadline: for its caller that is better than a certain refusal.
    package func recordingBy(now: ContinuousClock.Instant, reserve: Duration) -> Deadline {
        let isLate = now > scoringBy.instant.advanced(by: reserve / 2)
        return isLate ? min(deadline, max(answerBy, .after(reserve, from: now))) : answerBy
    }
}
