import ModerationCore
import Reactor
import Screening
import TextInput

/// What the text of a listing says.
struct TextReading: Sendable {
    var matches: [RuleMatch]
    /// Of the set of rules that judged this listing.
    var rulesVersion: String
    var textRecord: StageRecord
    var rulesRecord: StageRecord
    /// Why the text was given up; `nil` when it was read.
    var shortfall: Shortfall?
}

/// Normalises a listing's text and matches the rules against it: an ordinary text where it arrives, since waking another thread costs
/// more than reading it, a long one on the worker pool.
struct TextStage: Sendable {
    let normaliser: TextNormaliser
    let book: RuleBook
    let pool: WorkerPool
    let inlineByteCount: Int
    let time: TimeSource
    let sleep: @Sendable (Deadline) async throws -> Void

    func read(_ listing: Listing, by deadline: Deadline) async -> TextReading {
        let rules = book.current
        guard listing.hasText else {
            return TextReading(
                matches: [],
                rulesVersion: rules.version,
                textRecord: StageTimer.skipped(.text, "no text"),
                rulesRecord: StageTimer.skipped(.rules, "no text")
            )
        }
        if listing.title.utf8.count + listing.description.utf8.count <= inlineByteCount { return read(listing, rules) }
        let timer = StageTimer(.text, time: time)
        switch await LateJob.run(on: pool, by: deadline, sleep: sleep, { self.read(listing, rules) }) {
        case .done(let reading):
            return reading
        case .late:
            let shortfall = Shortfall(failure: .deadlineNear, detail: "the text was not read in time")
            return givenUp(rules, timer.record(.timedOut), shortfall)
        case .refused(let full):
            let detail = "the text was not read: worker pool '\(full.poolName)' is full"
            return givenUp(rules, timer.record(.failed), Shortfall(failure: .overloaded, detail: detail))
        }
    }

    private func read(_ listing: Listing, _ rules: RuleSet) -> TextReading {
        let textTimer = StageTimer(.text, time: time)
        let texts = [
            normaliser.normalise(listing.title, field: .title), normaliser.normalise(listing.description, field: .description),
        ]
        let textRecord = textTimer.record()
        let rulesTimer = StageTimer(.rules, time: time)
        let matches = rules.matches(
            in: texts,
            scope: RuleScope(category: listing.category, region: listing.region),
            now: time.wallNow()
        )
        return TextReading(
            matches: matches,
            rulesVersion: rules.version,
            textRecord: textRecord,
            rulesRecord: rulesTimer.record()
        )
    }

    private func givenUp(_ rules: RuleSet, _ record: StageRecord, _ shortfall: Shortfall) -> TextReading {
        var record = record
        record.detail = shortfall.detail
        return TextReading(
            matches: [],
            rulesVersion: rules.version,
            textRecord: record,
            rulesRecord: StageTimer.skipped(.rules, shortfall.detail),
            shortfall: shortfall
        )
    }
}
