import Deciding
import ModerationCore
import Testing

@Suite struct AnnotationsTests {
    @Test func decide_whenABankIsStale_annotatesItsAgeAndChangesNothing() throws {
        let outcome = Make.outcome(Make.evidence(banks: [Make.bank(stale: 1_000), Make.bank(stale: 61_000)]))
        #expect(outcome.decision == .allow && outcome.casePriority == nil)
        #expect(outcome.annotations.map(\.code) == [.bankStale])
        #expect(try #require(outcome.annotations.first).detail.contains("61000 ms"))
    }

    @Test func decide_whenNoBankWasEverLoaded_annotatesIt() {
        let outcome = Make.outcome(Make.evidence(banks: []))
        #expect(outcome.decision == .allow && outcome.casePriority == nil)
        #expect(outcome.annotations.map(\.code) == [.banksUnavailable])
        #expect(Make.outcome(Make.evidence(banks: []), photoCount: 0).annotations.isEmpty, "without photos no bank was needed")
    }

    @Test func decide_whenSellerFeaturesAreMissing_annotatesTheDefaults() {
        let outcome = Make.outcome(Make.evidence(sellerDefaulted: true))
        #expect(outcome.decision == .allow && outcome.casePriority == nil)
        #expect(outcome.annotations.map(\.code) == [.sellerFeaturesDefaulted])
    }

    @Test func decide_whenRungsFailed_annotatesEachOfThem() {
        let failed = [FailedRung(rung: .full, failure: .overloaded, detail: "queue full")]
        let outcome = Make.outcome(Make.evidence(scoring: Make.scores([:], rung: .cpuText, failed: failed)))
        #expect(outcome.annotations == [Annotation(code: .rungFailed, detail: "full: overloaded: queue full")])
        #expect(Make.outcome(Make.evidence(scoring: Make.failed(.unavailable))).annotations.count == 2)
    }
}
