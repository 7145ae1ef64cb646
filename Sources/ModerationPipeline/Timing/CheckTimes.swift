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

    /// Until when to wait for the group commit. A disk slower than its reserve may use up the answer's margin but for a quarter (an
    /// answer that is late by a few milliseconds is worth more than none), and even a late check gives it `reserve`, up to the deadline.
    package func recordingBy(now: ContinuousClock.Instant, reserve: Duration) -> Deadline {
        min(deadline, max(deadline.earlier(by: answerMargin / 4), .after(reserve, from: now)))
    }

    private var answerMargin: Duration { answerBy.instant.duration(to: deadline.instant) }
}
