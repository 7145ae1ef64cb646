import Deciding
import ModerationCore
import TestSupport
import Testing

@Suite struct DecideTests {
    /// One line of a table: what was found, and what must come of it.
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let evidence: Evidence
        var category = ""
        let decision: Decision
        var tags: [ContentClass] = []
        let codes: [ReasonCode]
        var failedOpen = false
        var priority: CasePriority?

        init(
            _ name: String,
            _ evidence: Evidence,
            category: String = "",
            _ decision: Decision,
            tags: [ContentClass] = [],
            _ codes: [ReasonCode],
            failedOpen: Bool = false,
            _ priority: CasePriority? = nil
        ) {
            testDescription = name
            self.evidence = evidence
            self.category = category
            self.decision = decision
            self.tags = tags
            self.codes = codes
            self.failedOpen = failedOpen
            self.priority = priority
        }
    }

    static let scoreRows: [Row] = [
        Row("nothing found", Make.evidence(), .allow, [.nothingFound]),
        Row("below review", Make.evidence(scoring: Make.scores([.firearm: 0.39])), .allow, [.nothingFound]),
        Row("at review", Make.evidence(scoring: Make.scores([.firearm: 0.4])), .review, [.modelScore], .normal),
        Row("at block", Make.evidence(scoring: Make.scores([.firearm: 0.9])), .block, [.modelScore, .modelScore], .normal),
        Row(
            "each prohibited class: part",
            Make.evidence(scoring: Make.scores([.firearmPart: 0.45])),
            .review,
            [.modelScore],
            .normal
        ),
        Row(
            "each prohibited class: ammunition",
            Make.evidence(scoring: Make.scores([.ammunition: 0.45])),
            .review,
            [.modelScore],
            .normal
        ),
        Row(
            "each prohibited class: replica",
            Make.evidence(scoring: Make.scores([.realisticReplica: 0.5])),
            .review,
            [.modelScore],
            .normal
        ),
        Row(
            "spread over the prohibited classes",
            Make.evidence(scoring: Make.scores([.firearm: 0.3, .firearmPart: 0.3])),
            .review,
            [.modelScore],
            .normal
        ),
        Row(
            "spread, to block",
            Make.evidence(scoring: Make.scores([.firearm: 0.39, .firearmPart: 0.3, .ammunition: 0.29])),
            .block,
            [.modelScore],
            .normal
        ),
        Row("airsoft", Make.evidence(scoring: Make.scores([.airsoft: 0.8])), .allowTagged, tags: [.airsoft], [.modelScore]),
        Row("paintball", Make.evidence(scoring: Make.scores([.paintball: 0.5])), .allowTagged, tags: [.paintball], [.modelScore]),
        Row("below tag", Make.evidence(scoring: Make.scores([.airsoft: 0.45])), .allow, [.nothingFound]),
        Row("toy", Make.evidence(scoring: Make.scores([.toy: 0.99])), .allow, [.nothingFound]),
        Row("tool", Make.evidence(scoring: Make.scores([.tool: 0.99])), .allow, [.nothingFound]),
        Row(
            "tagged and reviewed keeps the tag",
            Make.evidence(scoring: Make.scores([.airsoft: 0.5, .firearm: 0.42])),
            .review,
            tags: [.airsoft],
            [.modelScore, .modelScore],
            .normal
        ),
        Row(
            "category lowers review",
            Make.evidence(scoring: Make.scores([.firearm: 0.25])),
            category: "Hunting & Fishing",
            .review,
            [.modelScore],
            .normal
        ),
        Row(
            "category raises block",
            Make.evidence(scoring: Make.scores([.firearm: 0.93])),
            category: "TOYS",
            .review,
            [.modelScore, .modelScore],
            .normal
        ),
        Row(
            "what the category does not name stays",
            Make.evidence(scoring: Make.scores([.firearm: 0.9])),
            category: "hunting",
            .block,
            [.modelScore, .modelScore],
            .normal
        ),
    ]

    static let screeningRows: [Row] = [
        Row(
            "block bank",
            Make.evidence(matches: [Make.match(.block)], scoring: .skipped(why: "settled")),
            .block,
            [.knownBadPhoto],
            .normal
        ),
        Row("review bank", Make.evidence(matches: [Make.match(.review)]), .review, [.knownBadPhoto], .normal),
        Row("allow bank", Make.evidence(matches: [Make.match(.allow)]), .allow, [.nothingFound, .knownGoodPhoto]),
        Row(
            "allow bank overrules for its photo",
            Make.evidence(matches: [Make.match(.block), Make.match(.review), Make.match(.allow)]),
            .allow,
            [.nothingFound, .knownGoodPhoto]
        ),
        Row(
            "allow bank does not overrule another photo",
            Make.evidence(matches: [Make.match(.block, photo: 1), Make.match(.allow, photo: 0)]),
            .block,
            [.knownBadPhoto, .knownGoodPhoto],
            .normal
        ),
        Row(
            "allow bank does not overrule the models",
            Make.evidence(matches: [Make.match(.allow)], scoring: Make.scores([.firearm: 0.5])),
            .review,
            [.modelScore, .knownGoodPhoto],
            .normal
        ),
        Row(
            "an entry on trial is told and does nothing",
            Make.evidence(matches: [Make.match(.block, state: .shadow), Make.match(.block, state: .quarantined)]),
            .allow,
            [.nothingFound, .shadowMatch, .shadowMatch]
        ),
        Row(
            "a quarantined allow entry overrules nothing",
            Make.evidence(matches: [Make.match(.block), Make.match(.allow, state: .quarantined)]),
            .block,
            [.knownBadPhoto, .shadowMatch],
            .normal
        ),
        Row(
            "rule on trial",
            Make.evidence(rules: [Make.rule("r", .block, isShadow: true)]),
            .allow,
            [.nothingFound, .shadowMatch]
        ),
        Row("rule: block", Make.evidence(rules: [Make.rule("r", .block)]), .block, [.textRule], .normal),
        Row("rule: review", Make.evidence(rules: [Make.rule("r", .review)]), .review, [.textRule], .normal),
        Row("rule: tag", Make.evidence(rules: [Make.rule("r", .tag, .airsoft)]), .allowTagged, tags: [.airsoft], [.textRule]),
        Row("rule: allow alone", Make.evidence(rules: [Make.rule("r", .allow, .tool)]), .allow, [.nothingFound]),
        Row("light signal", Make.evidence(rules: [Make.rule("r", .signal, weight: 0.6)]), .allow, [.nothingFound]),
        Row(
            "signals add up",
            Make.evidence(rules: [Make.rule("a", .signal, weight: 0.3), Make.rule("b", .signal, weight: 0.4)]),
            .review,
            [.textRule, .textRule],
            .normal
        ),
        Row(
            "a repeated rule counts once",
            Make.evidence(rules: [Make.rule("a", .signal, weight: 0.4), Make.rule("a", .signal, weight: 0.4, span: 9..<14)]),
            .allow,
            [.nothingFound]
        ),
        Row(
            "signals of innocent classes do not count",
            Make.evidence(rules: [Make.rule("a", .signal, .toy, weight: 0.9), Make.rule("b", .signal, .airsoft, weight: 0.9)]),
            .allow,
            [.nothingFound]
        ),
        Row(
            "what screening left standing beside an innocent reading stands",
            Make.evidence(rules: [Make.rule("gun", .review, span: 5..<8), Make.rule("glue", .allow, .tool, span: 0..<8)]),
            .review,
            [.textRule],
            .normal
        ),
        Row(
            "a field that could not be scanned to its end",
            Make.evidence(rules: [Make.rule("screening-incomplete", .review, .other)]),
            .review,
            [.textRule],
            .normal
        ),
        Row(
            "unreadable photo",
            Make.evidence(unreadable: [UnreadablePhoto(photoIndex: 2, problem: "truncated")]),
            .review,
            [.photoUnreadable],
            .normal
        ),
        Row(
            "unreadable photo and a blocking text",
            Make.evidence(rules: [Make.rule("r", .block)], unreadable: [UnreadablePhoto(photoIndex: 2, problem: "truncated")]),
            .block,
            [.textRule, .photoUnreadable],
            .normal
        ),
        Row(
            "severity: the worst wins",
            Make.evidence(rules: [Make.rule("t", .tag, .airsoft), Make.rule("r", .review)], matches: [Make.match(.block)]),
            .block,
            tags: [.airsoft],
            [.knownBadPhoto, .textRule, .textRule],
            .normal
        ),
    ]

    static let failureRows: [Row] = [
        Row(
            "unavailable",
            Make.evidence(scoring: Make.failed(.unavailable)),
            .allow,
            [.failOpenUnavailable],
            failedOpen: true,
            .high
        ),
        Row(
            "overloaded",
            Make.evidence(scoring: Make.failed(.overloaded)),
            .allow,
            [.failOpenOverloaded],
            failedOpen: true,
            .high
        ),
        Row(
            "deadline near",
            Make.evidence(scoring: Make.failed(.deadlineNear)),
            .allow,
            [.failOpenDeadline],
            failedOpen: true,
            .high
        ),
        Row(
            "NaN, wrong shape",
            Make.evidence(scoring: Make.failed(.invalidOutput)),
            .allow,
            [.failOpenInvalidOutput],
            failedOpen: true,
            .high
        ),
        Row(
            "no tokenizer",
            Make.evidence(scoring: Make.failed(.noTokenizer)),
            .allow,
            [.failOpenUnavailable],
            failedOpen: true,
            .high
        ),
        Row(
            "fail open and tagged by text",
            Make.evidence(rules: [Make.rule("t", .tag, .airsoft)], scoring: Make.failed(.unavailable)),
            .allowTagged,
            tags: [.airsoft],
            [.textRule, .failOpenUnavailable],
            failedOpen: true,
            .high
        ),
        Row(
            "stage 1 review stands when scoring fails",
            Make.evidence(rules: [Make.rule("r", .review)], scoring: Make.failed(.unavailable)),
            .review,
            [.textRule, .failOpenUnavailable],
            .high
        ),
        Row(
            "stage 1 block stands when scoring fails",
            Make.evidence(rules: [Make.rule("r", .block)], scoring: Make.failed(.overloaded)),
            .block,
            [.textRule, .failOpenOverloaded],
            .high
        ),
        Row(
            "unreadable photo stands when scoring fails",
            Make.evidence(
                scoring: Make.failed(.deadlineNear),
                unreadable: [UnreadablePhoto(photoIndex: 0, problem: "truncated")]
            ),
            .review,
            [.photoUnreadable, .failOpenDeadline],
            .high
        ),
        Row(
            "CPU text",
            Make.evidence(scoring: Make.scores([:], rung: .cpuText)),
            .allow,
            [.nothingFound, .degradedScoring]
        ),
        Row(
            "CPU text blocks",
            Make.evidence(scoring: Make.scores([.firearm: 0.91], rung: .cpuText)),
            .block,
            [.modelScore, .modelScore, .degradedScoring],
            .normal
        ),
        Row(
            "text only, photos unseen",
            Make.evidence(scoring: Make.scores([:], rung: .textOnly, photo: nil)),
            .allow,
            [.nothingFound, .degradedScoring],
            .high
        ),
        Row(
            "text only does not block what it is not sure enough of",
            Make.evidence(scoring: Make.scores([.firearm: 0.95], rung: .textOnly, photo: nil)),
            .review,
            [.modelScore, .modelScore, .degradedScoring],
            .normal
        ),
    ]

    @Test(arguments: scoreRows + screeningRows + failureRows)
    func decide_followsTheTable(row: Row) {
        let outcome = Make.outcome(row.evidence, category: row.category)
        #expect(outcome.decision == row.decision)
        #expect(outcome.tags == row.tags)
        #expect(outcome.reasons.map(\.code) == row.codes)
        #expect(outcome.failedOpen == row.failedOpen)
        #expect(outcome.casePriority == row.priority)
    }

    @Test func decide_namesTheEvidence() throws {
        let match = Make.match(.block, photo: 3)
        let rule = Make.rule("glock", .block, span: 4..<9)
        let outcome = Make.outcome(
            Make.evidence(
                rules: [rule],
                matches: [match],
                scoring: Make.scores([.firearm: 0.95], photo: 5),
                unreadable: [UnreadablePhoto(photoIndex: 7, problem: "50 megapixels exceeded")]
            ),
            photoCount: 8
        )
        let byCode = Dictionary(grouping: outcome.reasons, by: \.code)
        #expect(byCode[.knownBadPhoto]?.first?.fingerprint == match && byCode[.knownBadPhoto]?.first?.photoIndex == 3)
        #expect(byCode[.textRule]?.first?.rule == rule)
        let score = try #require(byCode[.modelScore]?.first)
        #expect(score.contentClass == .firearm && score.photoIndex == 5)
        #expect(abs((score.probability ?? 0) - 0.95) < 1e-6)
        let unreadable = try #require(byCode[.photoUnreadable]?.first)
        #expect(unreadable.photoIndex == 7 && unreadable.detail.contains("50 megapixels exceeded"))
    }

    @Test func decide_whenTheListingHasNoPhotos_textOnlyFilesNoExtraCase() {
        let evidence = Make.evidence(scoring: Make.scores([:], rung: .textOnly, photo: nil))
        #expect(Make.outcome(evidence, photoCount: 0).casePriority == nil)
    }

    @Test func decide_whenThePolicyFailsClosed_holdsTheListingWithoutSayingItFailedOpen() {
        var policy = Make.policy
        policy.failOpen[.unavailable] = Policy.FailOpenRule(decision: .review, casePriority: .normal)
        let outcome = Make.outcome(Make.evidence(scoring: Make.failed(.unavailable)), policy: policy)
        #expect(outcome.decision == .review && !outcome.failedOpen && outcome.casePriority == .normal)
    }

    @Test func decide_whenThePolicySoftensActions_followsIt() {
        var policy = Make.policy
        policy.hashes.block = .review
        policy.keywords.block = .review
        #expect(Make.outcome(Make.evidence(matches: [Make.match(.block)]), policy: policy).decision == .review)
        #expect(Make.outcome(Make.evidence(rules: [Make.rule("r", .block)]), policy: policy).decision == .review)
        #expect(!settle(ScreeningEvidence(fingerprintMatches: [Make.match(.block)]), policy: policy))
    }

    /// Whatever is found: more evidence never softens a decision (unless an allow bank or an innocent reading is part of it), a held or
    /// refused listing has a case, a fail-open has a high one, and there is always a reason.
    @Test func decide_onRandomEvidence_keepsItsInvariants() {
        var random = SeededRandom(seed: 7)
        let outcomes: [ScoringOutcome] =
            [
                Make.scores([.firearm: 0.5]), Make.scores([.airsoft: 0.6]), Make.scores([:], rung: .textOnly),
                .skipped(why: "settled"),
            ]
            + ScoringFailure.allCases.map(Make.failed)
        for _ in 0..<2_000 {
            let rules = (0..<Int.random(in: 0...4, using: &random)).compactMap { index in
                [RuleAction.block, .review, .tag, .signal].randomElement(using: &random).map {
                    Make.rule("r\(index)", $0, $0 == .tag ? .airsoft : .firearm, weight: 0.5)
                }
            }
            let matches = (0..<Int.random(in: 0...3, using: &random)).map { Make.match($0 == 1 ? .block : .review, photo: $0) }
            let scoring = outcomes.randomElement(using: &random) ?? .skipped(why: "")
            let outcome = Make.outcome(Make.evidence(rules: rules, matches: matches, scoring: scoring))
            let less = Make.outcome(
                Make.evidence(rules: Array(rules.dropLast()), matches: Array(matches.dropLast()), scoring: scoring)
            )
            #expect(less.decision <= outcome.decision)
            #expect(!outcome.reasons.isEmpty)
            if outcome.decision >= .review { #expect(outcome.casePriority != nil) }
            if outcome.failedOpen { #expect(outcome.casePriority == .high && outcome.decision <= .allowTagged) }
            #expect(outcome.decision != .allowTagged || !outcome.tags.isEmpty)
            #expect(
                settle(ScreeningEvidence(ruleMatches: rules, fingerprintMatches: matches), policy: Make.policy) == false
                    || outcome.decision == .block
            )
        }
    }
}
