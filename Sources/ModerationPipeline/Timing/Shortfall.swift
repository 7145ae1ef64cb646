import ModerationCore

/// Why a part of a listing was not looked at in time: scoring then fails open with it.
struct Shortfall: Sendable, Equatable {
    var failure: ScoringFailure
    var detail: String
}
