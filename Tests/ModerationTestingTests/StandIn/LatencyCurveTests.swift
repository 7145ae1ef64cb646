import ModerationTesting
import Testing

struct LatencyCurveTests {
    @Test func latency_isAStraightLineBetweenPointsAndBeyond() throws {
        let curve = try #require(LatencyCurve(parsing: "1:4,16:12,32:28"))
        #expect(curve.latency(rowCount: 1) == .milliseconds(4))
        #expect(curve.latency(rowCount: 16) == .milliseconds(12))
        #expect(curve.latency(rowCount: 24) == .milliseconds(20))
        #expect(curve.latency(rowCount: 48) == .milliseconds(44))
    }

    @Test func latency_ofOnePoint_isThatOne() throws {
        let curve = try #require(LatencyCurve(parsing: "4:2.5"))
        #expect(curve.latency(rowCount: 1) == .microseconds(2_500))
        #expect(curve.latency(rowCount: 64) == .microseconds(2_500))
    }

    @Test(arguments: ["", "1", "1:", "0:1", "4:1,4:2", "8:1,4:2", "1:10,2:1", "1:-1", "1:nan", "1:1,", "1:1e9"])
    func parse_whatIsNoCurve_isNil(_ text: String) { #expect(LatencyCurve(parsing: text) == nil) }
}
