import Deciding
import ModerationCore
import TestSupport

/// Short ways to write evidence down.
enum Make {
    static let policy = Policy(
        name: "test",
        digest: "0123456789abcdef",
        thresholds: ThresholdTable(
            classes: [
                .firearm: ClassThreshold(review: 0.4, block: 0.9), .firearmPart: ClassThreshold(review: 0.4, block: 0.9),
                .ammunition: ClassThreshold(review: 0.4, block: 0.9), .realisticReplica: ClassThreshold(review: 0.5, block: 0.95),
                .airsoft: ClassThreshold(tag: 0.5), .paintball: ClassThreshold(tag: 0.5),
            ],
            violation: ClassThreshold(review: 0.6, block: 0.95)
        ),
        categories: [
            CategoryOverride(match: "hunting", thresholds: ThresholdTable(classes: [.firearm: ClassThreshold(review: 0.2)])),
            CategoryOverride(match: "toy", thresholds: ThresholdTable(classes: [.firearm: ClassThreshold(block: 0.97)])),
        ],
        keywords: Policy.KeywordActions(reviewWeight: 0.7),
        rungs: [.textOnly: Policy.RungRule(confidence: 0.8, unscoredPhotosCase: .high)]
    )

    static func scores(_ values: [ContentClass: Float], rung: ScoringRung = .full, photo: Int? = 0, failed: [FailedRung] = [])
        -> ScoringOutcome
    {
        var row = [Float](repeating: 0, count: ContentClass.allCases.count)
        for (contentClass, value) in values { row[contentClass.rawValue] = value }
        row[ContentClass.other.rawValue] += 1 - row.reduce(0, +)
        guard let probabilities = ClassProbabilities(row) else { return .skipped(why: "the fixture is no distribution") }
        return .scored(
            ScoringEvidence(
                probabilities: probabilities,
                photoIndex: photo,
                perPhoto: [:],
                rung: rung,
                failedRungs: failed,
                versions: ModelVersions()
            )
        )
    }

    static func failed(_ failure: ScoringFailure) -> ScoringOutcome {
        .failed([
            FailedRung(rung: .full, failure: .overloaded, detail: "queue full"),
            FailedRung(rung: .cpuText, failure: failure, detail: "why"),
        ])
    }

    static func rule(
        _ id: String,
        _ action: RuleAction,
        _ contentClass: ContentClass = .firearm,
        weight: Double = 1,
        field: ListingField = .title,
        span: Range<Int> = 0..<5,
        isShadow: Bool = false
    ) -> RuleMatch {
        RuleMatch(
            ruleID: id,
            contentClass: contentClass,
            action: action,
            weight: weight,
            field: field,
            start: span.lowerBound,
            end: span.upperBound,
            text: "glock",
            view: "folded",
            isShadow: isShadow
        )
    }

    static func match(_ kind: BankKind, photo: Int = 0, entry: String = "e-1", state: BankEntry.State = .live) -> FingerprintMatch
    {
        FingerprintMatch(
            bank: "\(kind.rawValue)-bank",
            bankKind: kind,
            entryID: entry,
            distance: 3,
            orientation: .upright,
            photoIndex: photo,
            reason: "known",
            state: state
        )
    }

    static func bank(stale: Int64 = 10) -> BankStatus {
        BankStatus(
            name: "guns",
            kind: .block,
            fingerprintKind: .phash64,
            radius: 8,
            epoch: 7,
            entryCount: 1,
            staleMilliseconds: stale
        )
    }

    static func evidence(
        rules: [RuleMatch] = [],
        matches: [FingerprintMatch] = [],
        banks: [BankStatus] = [bank()],
        scoring: ScoringOutcome = scores([:]),
        unreadable: [UnreadablePhoto] = [],
        sellerDefaulted: Bool = false
    ) -> Evidence {
        Evidence(
            screening: ScreeningEvidence(ruleMatches: rules, fingerprintMatches: matches, banks: banks),
            scoring: scoring,
            unreadablePhotos: unreadable,
            sellerFeaturesDefaulted: sellerDefaulted
        )
    }

    static func outcome(_ evidence: Evidence, category: String = "", photoCount: Int = 1, policy: Policy = policy)
        -> DecisionOutcome
    {
        decide(evidence, context: DecisionContext(category: category, photoCount: photoCount), policy: policy)
    }
}
