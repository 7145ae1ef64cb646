import Deciding
import ModerationCore
import Scoring

/// Stage 2 as the pipeline sees it: skipped where stage 1 settled it, else run on what could be read in time.
struct ScoringStage: Sendable {
    let scorer: Scorer
    let time: TimeSource

    func score(
        _ listing: Listing,
        media: MediaReading,
        seller: SellerFeatures,
        isSettled: Bool,
        by deadline: Deadline
    ) async -> (report: ScoringReport, record: StageRecord) {
        if isSettled {
            let why = "settled by stage 1"
            return (ScoringReport(outcome: .skipped(why: why)), StageTimer.skipped(.scoring, why))
        }
        let timer = StageTimer(.scoring, time: time)
        let photos = media.readable.map { ScoringPhoto(index: $0.index, pixels: $0.photo.pixels) }
        let report = await scorer.score(ScoringInput(listing: listing, photos: photos, seller: seller), deadline: deadline)
        switch report.outcome {
        case .scored(let evidence): return (report, timer.record(.ran, "rung \(evidence.rung.rawValue)"))
        case .skipped(let why): return (report, StageTimer.skipped(.scoring, why))
        case .failed(let rungs):
            let last = rungs.last?.failure ?? .unavailable
            return (report, timer.record(status(of: last), "every rung failed, the last by \(last.rawValue)"))
        }
    }

    private func status(of failure: ScoringFailure) -> StageStatus { failure == .deadlineNear ? .timedOut : .failed }
}
