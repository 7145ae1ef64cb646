import Foundation
import LoadGenerator
import Testing

struct HTMLReportTests {
    private static func report(_ milliseconds: (Int) -> UInt64, gate: String? = nil) throws -> LoadReport {
        var records = LoadRecords()
        for index in 0..<5_000 {
            let call = LoadRecords.Call(second: index / 500, isWarmUp: false)
            records.began(call)
            var answer = CallResult.Answer()
            answer.decision = "ALLOW"
            answer.stages = [("rules<&>", 120), ("banks", 4_000)]
            records.ended(call, CallResult(answer: answer), latency: milliseconds(index) * 1_000, wait: 1_000)
        }
        let profile = RateProfile.constant(500, seconds: 10)
        return LoadReport(records, profile: profile, elapsed: .seconds(10), gate: try gate.map { try LoadGate($0) })
    }

    @Test func page_isWholeInItself() throws {
        let run = HTMLReport.Run(
            name: "today's <run>",
            report: try Self.report({ UInt64(10 + $0 % 97) }, gate: "p99<50ms,rate>1")
        )
        let other = HTMLReport.Run(name: "yesterday", report: try Self.report { UInt64(20 + $0 % 50) })
        let page = HTMLReport(run, comparedWith: other, sweep: [run, other]).page()
        #expect(
            page.hasPrefix("<!doctype html>") && page.contains("today&#39;s &lt;run&gt;") && page.contains("rules&lt;&amp;&gt;")
        )
        #expect(!page.contains("<run>") && !page.contains("http://") && !page.contains("https://") && !page.contains("<script"))
        #expect(page.contains("Gate failed") && page.contains("yesterday") && page.contains("Latency against throughput"))
        // Each tag that is opened is closed.
        for tag in ["section", "figure", "svg", "table", "main", "p", "tr"] {
            let opened = page.ranges(of: "<\(tag)>").count + page.ranges(of: "<\(tag) ").count
            #expect(opened == page.ranges(of: "</\(tag)>").count, "\(tag)")
        }
        #expect(!page.contains("nan") && !page.contains("inf\""))
    }

    @Test func page_ofARunWithoutACall_isStillAPage() {
        let report = LoadReport(LoadRecords(), profile: nil, elapsed: .seconds(1))
        #expect(HTMLReport(HTMLReport.Run(name: "none", report: report)).page().contains("closed loop"))
    }

    @Test func json_readBack_isTheSameReport() throws {
        let report = try Self.report({ UInt64($0 % 7 + 1) }, gate: "max<1s")
        let read = try JSONDecoder().decode(LoadReport.self, from: Data(try report.json().utf8))
        #expect(try read.json() == report.json())
        #expect(read.curve.map(\.percentile).first == 50 && read.over_time.count == 10)
    }

    @Test func csv_hasALineASecond() throws {
        let lines = CSVReport.text(try Self.report { _ in 5 }).split(separator: "\n")
        #expect(lines.count == 11 && lines[0].hasPrefix("second,intended") && lines[1].hasPrefix("0,500,500,0,5."))
    }
}
