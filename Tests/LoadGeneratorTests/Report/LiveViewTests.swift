import GRPCTransport
import LoadGenerator
import Testing

struct LiveViewTests {
    private static func records(_ count: Int) -> LoadRecords {
        var records = LoadRecords()
        for index in 0..<count {
            let call = LoadRecords.Call(second: index / 100, isWarmUp: false)
            records.began(call)
            if index % 10 == 9 { continue }
            var answer = CallResult.Answer()
            answer.decision = "ALLOW"
            answer.rung = "full"
            records.ended(call, CallResult(status: .ok, answer: answer), latency: 4_000, wait: 4_000)
        }
        return records
    }

    @Test func next_onATerminal_redrawsTheLastSecondInPlace() {
        var view = LiveView(of: .constant(100, seconds: 20), isTerminal: true)
        let first = view.next(Self.records(100))
        #expect(first.contains("1 of 20 s   100 sent/s, 90 answered/s, asked 100/s   in flight 10"))
        #expect(first.contains("p99 4.0") && first.contains("OK 90") && first.contains("ALLOW 90") && first.contains("full 90"))
        #expect(!first.contains("\u{1B}[6A"))
        let second = view.next(Self.records(300))
        #expect(second.hasPrefix("\u{1B}[6A"), "back to where the first frame began")
        #expect(second.contains("2 of 20 s   200 sent/s, 180 answered/s"))
    }

    @Test func next_withoutATerminal_isALineNowAndThen() {
        var view = LiveView(of: nil, isTerminal: false)
        let printed = (1...20).map { view.next(Self.records($0 * 10)) }.filter { !$0.isEmpty }
        #expect(printed.count == 2)
        #expect(printed.allSatisfy { $0.hasSuffix("\n") && $0.count { $0 == "\n" } == 1 && !$0.contains("\u{1B}") })
    }
}
