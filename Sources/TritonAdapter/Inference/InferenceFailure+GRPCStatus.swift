import GRPCTransport
import ModerationCore

extension InferenceFailure {
    /// Triton answers a full queue and a queue timeout with UNAVAILABLE, told apart from a server that is gone by the words only.
    private static let overloadMessages = ["Exceeds maximum queue size", "Request timeout expired"]

    /// What a status means to the degrade ladder.
    package init(_ status: GRPCStatus) {
        switch status.code {
        case .cancelled: self = .cancelled
        case .deadlineExceeded: self = .deadlineExceeded
        case .invalidArgument, .notFound, .unimplemented: self = .rejected(status.description)
        case .resourceExhausted: self = .overloaded(status.description)
        case .unavailable where Self.overloadMessages.contains(where: { status.message.contains($0) }):
            self = .overloaded(status.description)
        default: self = .unavailable(status.description)
        }
    }
}
