import ModerationCore
import Testing

struct DeadlineTests {
    @Test func remaining_isNegativeOnceThePointHasPassed() {
        let now = ContinuousClock.now
        let deadline = Deadline.after(.milliseconds(5), from: now)
        #expect(deadline.remaining(at: now) == .milliseconds(5))
        #expect(deadline.remaining(at: now.advanced(by: .milliseconds(7))) == .milliseconds(-2))
        #expect(deadline.isPast(at: deadline.instant))
        #expect(deadline.earlier(by: .milliseconds(5)).isPast(at: now))
    }

    @Test func wholeMicroseconds_clampsInsteadOfOverflowing() {
        #expect(Duration.milliseconds(450).wholeMicroseconds == 450_000)
        #expect(Duration.nanoseconds(1_999).wholeMicroseconds == 1)
        #expect(Duration.seconds(Int64.max).wholeMicroseconds == .max)
        #expect(Duration.seconds(Int64.min).wholeMicroseconds == .min)
    }
}
