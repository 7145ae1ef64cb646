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

    @Test func isPassed_whenAGatedRowHasTooFewSamples_isFalseAndSaysSo() {
        let few = EvasionReport.Row(
            mutation: "leet",
            detector: "rules",
            foundCount: 99,
            sampleCount: 99,
            target: .atLeast(0.95),
            leastSampleCount: 100
        )
        #expect(!EvasionReport(rows: [few]).isPassed)
        #expect(EvasionReport(rows: [few]).rendered().contains("TOO FEW SAMPLES: at least 100 are needed"))
        var enough = few
        enough.sampleCount = 100
        #expect(EvasionReport(rows: [enough]).isPassed)
    }

    @Test func isPassed_whenSamplesAreNotNeeded_isTrueAndSaysThatNothingIsGated() {
        let pairs = EvasionReport.Row(
            mutation: "unrelated pairs",
            detector: "pdq256",
            foundCount: 3,
            sampleCount: 10,
            target: .atMost(0),
            leastSampleCount: 100_000,
            needsSamples: false
        )
        let report = EvasionReport(rows: [pairs])
        #expect(report.isPassed)
        #expect(report.rendered().contains("≤ 0.0000") && report.rendered().contains("not gated: fewer than 100000 samples"))
        var many = pairs
        many.sampleCount = 100_000
        #expect(!EvasionReport(rows: [many]).isPassed)
    }

    @Test func named_prefixesRowsAndRemarks() {
        let row = EvasionReport.Row(mutation: "leet", detector: "rules", foundCount: 1, sampleCount: 1)
        let named = EvasionReport(rows: [row], remarks: ["benign but held: x"]).named("held out: ")
        #expect(named.rows.map(\.mutation) == ["held out: leet"])
        #expect(named.remarks == ["held out: benign but held: x"])
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
