import LoadGenerator
import Testing

struct ConstantArrivalsTests {
    @Test func offset_doesNotDriftOverManyCalls() {
        let arrivals = ConstantArrivals(ratePerSecond: 3, count: 3_000_000)
        #expect(arrivals.offset(ofCall: 0) == .zero)
        let last = arrivals.offset(ofCall: 3_000_000)
        #expect(last > .milliseconds(999_999_999) && last < .milliseconds(1_000_000_001))
    }

    @Test func offset_growsByTheInterval() {
        let arrivals = ConstantArrivals(ratePerSecond: 50, count: 10)
        for index in 1..<10 {
            let step = arrivals.offset(ofCall: index) - arrivals.offset(ofCall: index - 1)
            #expect(step > .microseconds(19_990) && step < .microseconds(20_010))
        }
    }
}
