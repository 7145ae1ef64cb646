package import Histogram

/// What the calls of a run, or of one of its workers, came to. Times are in microseconds.
package struct LoadRecords: Sendable {
    /// Longer ones count as this.
    package static let longest: UInt64 = 600_000_000

    /// What was meant to leave within one second of the run.
    package struct Second: Sendable {
        package var intended = 0
        package var answered = 0
        package var failed = 0
        /// Two digits are enough for a curve, and small enough for a day of them.
        package var latency = Histogram<UInt32>(
            lowestDiscernibleValue: 1,
            highestTrackableValue: LoadRecords.longest,
            numberOfSignificantValueDigits: .two
        )
    }

    /// From the *intended* send to the end of every call, failed ones too.
    package var latency = Self.histogram()
    /// From the actual send: what a closed loop would have seen.
    package var wait = Self.histogram()
    package var stages: [String: Histogram<UInt64>] = [:]
    /// By the second in which a call was meant to leave, warm-up and all.
    package var seconds: [Int: Second] = [:]
    package var outstanding = 0
    /// Warm-up left out, here and below.
    package var sent = 0
    package var notSent = 0
    package var byStatus: [String: Int] = [:]
    package var byDecision: [String: Int] = [:]
    package var byRung: [String: Int] = [:]
    package var byFusionVersion: [String: Int] = [:]
    package var failedOpen = 0
    package var replayed = 0
    /// Calls that another server was asked for, since one was UNAVAILABLE.
    package var failedOver = 0
    /// Calls of the warm-up.
    package var warmUpCount = 0

    package init() {}

    package static func histogram() -> Histogram<UInt64> {
        Histogram(lowestDiscernibleValue: 1, highestTrackableValue: longest, numberOfSignificantValueDigits: .three)
    }

    package var answered: Int { byStatus["OK"] ?? 0 }

    /// A call that left, or did not since too many waited.
    package struct Call: Sendable {
        /// Seconds from the start at which it was meant to leave.
        package var second: Int
        package var isWarmUp: Bool

        package init(second: Int, isWarmUp: Bool) { (self.second, self.isWarmUp) = (second, isWarmUp) }
    }

    package mutating func began(_ call: Call) {
        outstanding += 1
        seconds[call.second, default: Second()].intended += 1
        if call.isWarmUp { warmUpCount += 1 } else { sent += 1 }
    }

    package mutating func wasNotSent(_ call: Call) {
        seconds[call.second, default: Second()].intended += 1
        seconds[call.second, default: Second()].failed += 1
        if call.isWarmUp { warmUpCount += 1 } else { notSent += 1 }
    }

    package mutating func ended(_ call: Call, _ result: CallResult, latency: UInt64, wait: UInt64) {
        outstanding -= 1
        let latency = min(latency, Self.longest)
        seconds[call.second, default: Second()].end(isAnswered: result.status == .ok, latency: latency)
        if call.isWarmUp { return }
        self.latency.record(latency)
        self.wait.record(min(wait, Self.longest))
        byStatus[result.status.description, default: 0] += 1
        failedOver += result.attemptCount > 1 ? 1 : 0
        guard let answer = result.answer else { return }
        byDecision[answer.decision, default: 0] += 1
        byRung[answer.rung, default: 0] += 1
        byFusionVersion[answer.fusion, default: 0] += 1
        failedOpen += answer.failedOpen ? 1 : 0
        replayed += answer.replayed ? 1 : 0
        for stage in answer.stages {
            stages[stage.name, default: Self.histogram()].record(UInt64(clamping: min(stage.microseconds, Int64(Self.longest))))
        }
    }

    /// Adds another worker's.
    package mutating func add(_ other: LoadRecords) {
        latency.add(other.latency)
        wait.add(other.wait)
        for (name, histogram) in other.stages { stages[name, default: Self.histogram()].add(histogram) }
        for (number, second) in other.seconds { seconds[number, default: Second()].add(second) }
        outstanding += other.outstanding
        sent += other.sent
        notSent += other.notSent
        byStatus.merge(other.byStatus, uniquingKeysWith: +)
        byDecision.merge(other.byDecision, uniquingKeysWith: +)
        byRung.merge(other.byRung, uniquingKeysWith: +)
        byFusionVersion.merge(other.byFusionVersion, uniquingKeysWith: +)
        failedOpen += other.failedOpen
        replayed += other.replayed
        failedOver += other.failedOver
        warmUpCount += other.warmUpCount
    }
}

extension LoadRecords.Second {
    fileprivate mutating func end(isAnswered: Bool, latency microseconds: UInt64) {
        if isAnswered { answered += 1 } else { failed += 1 }
        latency.record(microseconds)
    }

    fileprivate mutating func add(_ other: Self) {
        intended += other.intended
        answered += other.answered
        failed += other.failed
        latency.add(other.latency)
    }
}
