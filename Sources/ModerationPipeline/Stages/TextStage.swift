import ModerationCore

/// Normalises a listing's text and matches the rules against it. Pure computing, microseconds: done where the listing arrives.
public struct TextRules: Sendable {
    public var normaliserVersion: String
    public var rulesVersion: String
    public var normalise: @Sendable (Listing) -> [NormalisedText]
    public var matches: @Sendable ([NormalisedText]) -> [RuleMatch]

    public init(
        normaliserVersion: String,
        rulesVersion: String,
        normalise: @escaping @Sendable (Listing) -> [NormalisedText],
        matches: @escaping @Sendable ([NormalisedText]) -> [RuleMatch]
    ) {
        self.normaliserVersion = normaliserVersion
        self.rulesVersion = rulesVersion
        self.normalise = normalise
        self.matches = matches
    }
}

/// What the text of a listing says.
struct TextReading: Sendable {
    var matches: [RuleMatch]
    var records: [StageRecord]
}

struct TextStage: Sendable {
    let rules: TextRules
    let time: TimeSource

    func read(_ listing: Listing) -> TextReading {
        guard listing.hasText else {
            return TextReading(
                matches: [],
                records: [StageTimer.skipped(.text, "no text"), StageTimer.skipped(.rules, "no text")]
            )
        }
        let textTimer = StageTimer(.text, time: time)
        let texts = rules.normalise(listing)
        let textRecord = textTimer.record()
        let rulesTimer = StageTimer(.rules, time: time)
        let matches = rules.matches(texts)
        return TextReading(matches: matches, records: [textRecord, rulesTimer.record()])
    }
}
