import EvasionGate
import Testing

struct EvasionReportTests {
    @Test func isPassed_whenARowMissesItsTarget_isFalse() {
        let good = EvasionReport.Row(mutation: "leet", detector: "rules", foundCount: 19, sampleCount: 20, target: .atLeast(0.95))
        #expect(EvasionReport(rows: [good]).isPassed)
        let missed = EvasionReport.Row(
            mutation: "leet",
            detector: "rules",
            foundCount: 18,
            sampleCount: 20,
            target: .atLeast(0.95)
        )
        #expect(!EvasionReport(rows: [good, missed]).isPassed)
        let flood = EvasionReport.Row(
            mutation: "benign",
            detector: "rules",
            foundCount: 1,
            sampleCount: 100,
            target: .atMost(0.005)
        )
        #expect(!EvasionReport(rows: [flood]).isPassed)
    }

    @Test func isPassed_whenAGatedRowHasNoSamples_isFalse() {
        let empty = EvasionReport.Row(mutation: "leet", detector: "rules", foundCount: 0, sampleCount: 0, target: .atMost(0.1))
        #expect(!EvasionReport(rows: [empty]).isPassed)
        let reported = EvasionReport.Row(mutation: "blur", detector: "pdq256", foundCount: 0, sampleCount: 0)
        #expect(EvasionReport(rows: [reported]).isPassed)
    }

    @Test func rendered_alignsColumnsAndNamesWhatMissed() {
        let report = EvasionReport(
            rows: [
                .init(mutation: "crop 5 %", detector: "pdq256", foundCount: 3, sampleCount: 4),
                .init(mutation: "leet", detector: "rules", foundCount: 1, sampleCount: 20_000, target: .atLeast(0.95)),
            ],
            remarks: ["photos: skipped"]
        )
        let expected = """
            mutation  detector  found     of    rate  target
            crop 5 %  pdq256        3      4  0.7500
            leet      rules         1  20000  0.0001  ≥ 0.9500  MISSED
            photos: skipped
            """
        #expect(report.rendered() == expected)
    }
}
