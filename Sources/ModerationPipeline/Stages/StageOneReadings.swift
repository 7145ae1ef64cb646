import ModerationCore

/// What the stages before scoring came to.
struct StageOneReadings: Sendable {
    let media: MediaReading
    let text: TextReading
    let banks: BankReading
    let seller: FeatureReading

    var screening: ScreeningEvidence {
        ScreeningEvidence(ruleMatches: text.matches, fingerprintMatches: banks.matches, banks: banks.banks)
    }

    /// Why a part of the listing was given up; `nil` when all of it was looked at.
    var shortfall: Shortfall? { media.shortfall ?? text.shortfall }

    /// In the order in which ``Stage`` lists them.
    var records: [StageRecord] { [text.textRecord, media.record, seller.record, text.rulesRecord, banks.record] }

    func evidence(scoring: ScoringOutcome) -> Evidence {
        Evidence(
            screening: screening,
            scoring: scoring,
            unreadablePhotos: media.unreadable,
            sellerFeaturesDefaulted: seller.isDefaulted,
            shortfall: shortfall
        )
    }
}
