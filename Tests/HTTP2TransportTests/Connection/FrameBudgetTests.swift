import HTTP2Transport
import Testing

@Suite struct FrameBudgetTests {
    static let start = ContinuousClock.now
    static func at(_ seconds: Double) -> ContinuousClock.Instant { start.advanced(by: .seconds(seconds)) }

    private func spend(_ budget: inout FrameBudget, _ count: Int, at seconds: Double = 0) -> Int {
        var spent = 0
        while spent < count, budget.spend(at: Self.at(seconds)) { spent += 1 }
        return spent
    }

    @Test func spend_whenFramesBringNothing_endsAfterTheBurst() {
        var budget = FrameBudget(burst: 10, perSecond: 2, now: Self.start)
        #expect(spend(&budget, 100) == 10)
        #expect(budget.spend(at: Self.start) == false)
    }

    @Test func spend_whenTimePasses_allowsTheRateAndNeverMoreThanTheBurst() {
        var budget = FrameBudget(burst: 10, perSecond: 2, now: Self.start)
        #expect(spend(&budget, 10) == 10)
        #expect(spend(&budget, 100, at: 1.5) == 3)
        // A clock that steps back gives nothing.
        #expect(spend(&budget, 100, at: 0) == 0)
        #expect(spend(&budget, 100, at: 1_000) == 10)
    }

    @Test func earn_paysForFramesThatBringSomething() {
        var budget = FrameBudget(burst: 10, perSecond: 0, now: Self.start)
        #expect(spend(&budget, 10) == 10)
        budget.earn(dataByteCount: 64 * 3)
        #expect(spend(&budget, 100) == 3)
        // What may hold a message pays for itself, and for a window update after four.
        for _ in 0..<4 { budget.earn(dataByteCount: 5) }
        #expect(spend(&budget, 100) == 5)
        // Frames of a byte do not, however many.
        for _ in 0..<63 { budget.earn(dataByteCount: 1) }
        budget.earn(dataByteCount: 0)
        #expect(spend(&budget, 100) == 0)
        budget.earn(dataByteCount: 1)
        #expect(spend(&budget, 100) == 1)
        budget.earnRequest()
        #expect(spend(&budget, 100) == 8)
        budget.earn(sentByteCount: 1_024)
        #expect(spend(&budget, 100) == 3)
        budget.earn(dataByteCount: 1 << 40)
        #expect(spend(&budget, 100) == 10)
    }

    @Test func init_whenTheLimitsAreNonsense_stillAllowsAFrame() {
        var budget = FrameBudget(burst: 0, perSecond: -5, now: Self.start)
        #expect(spend(&budget, 10) == 1)
        #expect(spend(&budget, 10, at: 1_000) == 0)
    }
}

@Suite struct PingStrikesTests {
    private static func at(_ seconds: Double) -> ContinuousClock.Instant { FrameBudgetTests.at(seconds) }

    @Test func received_whenCloseTogether_isTooMuchAtTheThirdStrike() {
        var strikes = PingStrikes(minimumInterval: .seconds(10))
        #expect((0..<4).map { strikes.received(at: Self.at(Double($0))) } == [true, true, true, false])
    }

    @Test func received_whenFarApart_isNeverTooMuch() {
        var strikes = PingStrikes(minimumInterval: .seconds(10))
        #expect((0..<100).allSatisfy { strikes.received(at: Self.at(Double($0) * 10)) })
    }

    @Test func received_whenSpacedInBetween_beginsAnew() {
        var strikes = PingStrikes(minimumInterval: .seconds(10))
        for round in 0..<20 {
            let start = Double(round) * 100
            #expect([0, 1, 2].map { strikes.received(at: Self.at(start + $0)) } == [true, true, true])
        }
    }

    @Test func progressed_wipesTheStrikesOut() {
        var strikes = PingStrikes(minimumInterval: .seconds(10))
        for second in 0..<100 {
            #expect(strikes.received(at: Self.at(Double(second))) == true)
            if second % 2 == 1 { strikes.progressed() }
        }
    }
}
