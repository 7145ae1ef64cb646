import Deciding
import MediaInput
import ModerationCore
import Scoring
import TextInput

/// Puts the verdict together from what the stages came to.
struct VerdictAssembly: Sendable {
    let parts: PipelineParts
    let pixelMode: PixelMode
    let build: String

    /// Without the stage log, which the pipeline adds.
    func verdict(
        of listing: Listing,
        outcome: DecisionOutcome,
        report: ScoringReport,
        rules: String,
        banks: [BankStatus],
        annotations: [Annotation]
    ) -> Verdict {
        let scored: ScoringEvidence? = if case .scored(let evidence) = report.outcome { evidence } else { nil }
        return Verdict(
            requestID: listing.requestID,
            listingID: listing.listingID,
            decision: outcome.decision,
            tags: outcome.tags,
            probabilities: scored?.probabilities,
            photoIndex: scored?.photoIndex,
            reasons: outcome.reasons,
            annotations: annotations + outcome.annotations,
            rung: scored?.rung,
            versions: versions(of: listing, report: report, models: scored?.versions, rules: rules, banks: banks),
            failedOpen: outcome.failedOpen,
            isDryRun: listing.isDryRun,
            caseID: listing.isDryRun || outcome.casePriority == nil ? nil : parts.makeCaseID(),
            decidedAt: parts.time.wallNow()
        )
    }

    private func versions(
        of listing: Listing,
        report: ScoringReport,
        models: ModelVersions?,
        rules: String,
        banks: [BankStatus]
    ) -> VersionVector {
        VersionVector(
            normaliser: "\(TextNormaliser.version)/\(TextNormaliser.dataVersion)",
            pixelMode: listing.photos.isEmpty ? "" : pixelMode.rawValue,
            rules: rules,
            bankEpochs: Dictionary(banks.map { ($0.name, $0.epoch) }, uniquingKeysWith: { first, _ in first }),
            tokenizer: report.vocabularyDigest ?? "",
            models: models ?? ModelVersions(),
            policy: parts.policy.version,
            build: build
        )
    }
}
