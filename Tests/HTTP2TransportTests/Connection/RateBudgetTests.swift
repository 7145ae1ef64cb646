import HTTP2Transport
import Testing

@Suite struct RateBudgetTests {
    @Test func spend_allowsTheBurstThenTheRate() {
        let start = ContinuousClock.now
        var budget = RateBudget(burst: 10, perSecond: 2)
        for _ in 0..<10 { #expect(budget.spend(at: start) == true) }
        #expect(budget.spend(at: start) == false)
        #expect(budget.spend(at: start.advanced(by: .milliseconds(500))) == true)
        #expect(budget.spend(at: start.advanced(by: .milliseconds(500))) == false)
        // A clock that steps back gives nothing.
        #expect(budget.spend(at: start) == false)
        for _ in 0..<10 { _ = budget.spend(at: start.advanced(by: .seconds(1_000))) }
        #expect(budget.spend(at: start.advanced(by: .seconds(1_000))) == false)
    }
}
