import ModerationCore
import ModerationPipeline
import Testing

@Suite struct CheckTimesTests {
    let start = ContinuousClock().now

    private func times(_ timeout: Duration?, elapsed: Duration = .zero) -> CheckTimes {
        CheckTimes(
            deadline: timeout.map { .after($0, from: start) },
            receivedAt: start,
            now: start.advanced(by: elapsed),
            configuration: PipelineConfiguration()
        )
    }

    private func milliseconds(_ deadline: Deadline) -> Duration { start.duration(to: deadline.instant) }

    @Test func init_withoutDeadline_takesTheDefault() {
        let times = times(nil)
        #expect(milliseconds(times.deadline) == .milliseconds(450))
        #expect(milliseconds(times.answerBy) == .milliseconds(440))
        #expect(milliseconds(times.scoringBy) == .milliseconds(400))
        #expect(milliseconds(times.mediaBy) == .milliseconds(340))
    }

    @Test func init_withADistantDeadline_isCappedAtTenSeconds() {
        #expect(milliseconds(times(.seconds(11)).deadline) == .seconds(10))
        #expect(milliseconds(times(.seconds(1_000_000_000)).deadline) == .seconds(10))
        #expect(milliseconds(times(.seconds(9)).deadline) == .seconds(9))
    }

    @Test func init_withLittleTime_leavesScoringHalfOfIt() {
        #expect(milliseconds(times(.milliseconds(70)).mediaBy) == .milliseconds(10))
        #expect(times(.milliseconds(70), elapsed: .milliseconds(65)).mediaBy == times(.milliseconds(70)).scoringBy)
    }

    @Test func recordingBy_givesALateCheckSomeTimeButNeverBeyondTheDeadline() {
        let times = times(.milliseconds(100))
        func recordingBy(at elapsed: Int) -> Duration {
            milliseconds(times.recordingBy(now: start.advanced(by: .milliseconds(elapsed)), reserve: .milliseconds(20)))
        }
        #expect(recordingBy(at: 10) == .milliseconds(90))
        #expect(recordingBy(at: 55) == .milliseconds(90))
        #expect(recordingBy(at: 79) == .milliseconds(99))
        #expect(recordingBy(at: 95) == .milliseconds(100))
    }
}
