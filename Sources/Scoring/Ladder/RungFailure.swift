import ModerationCore

/// Why one rung did not answer.
struct RungFailure: Error, Sendable, Equatable {
    var failure: ScoringFailure
    var detail: String

    init(_ failure: ScoringFailure, _ detail: String) {
        self.failure = failure
        self.detail = detail
    }

    /// What a backend's failure means to the ladder.
    init(_ failure: InferenceFailure, model: String) {
        switch failure {
        case .unavailable(let text): self.init(.unavailable, "\(model): \(text)")
        case .overloaded(let text): self.init(.overloaded, "\(model): \(text)")
        case .deadlineExceeded: self.init(.deadlineNear, "\(model): no answer within the rung's time")
        case .cancelled: self.init(.deadlineNear, "\(model): cancelled")
        case .invalidResponse(let text): self.init(.invalidOutput, "\(model): \(text)")
        // A model that is not loaded, or that has other inputs than the contract's: it cannot serve us.
        case .rejected(let text): self.init(.unavailable, "\(model): refused: \(text)")
        }
    }
}
