import Deciding
import ModerationCore
import Testing

@Suite struct SettleTests {
    @Test func settle_onlyABlockSettles() {
        func settled(_ rules: [RuleMatch] = [], _ matches: [FingerprintMatch] = []) -> Bool {
            settle(ScreeningEvidence(ruleMatches: rules, fingerprintMatches: matches), policy: Make.policy)
        }
        #expect(!settled())
        #expect(settled([], [Make.match(.block)]))
        #expect(settled([Make.rule("r", .block)]))
        #expect(!settled([Make.rule("r", .review)]))
        #expect(!settled([], [Make.match(.review)]))
        #expect(!settled([], [Make.match(.allow)]), "a known good photo says nothing of the text")
        #expect(!settled([], [Make.match(.block), Make.match(.allow)]))
        #expect(settled([], [Make.match(.block, photo: 1), Make.match(.allow, photo: 0)]))
    }
}
