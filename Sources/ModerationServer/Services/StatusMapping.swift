import GRPCTransport
import ModerationCore

extension GRPCStatus {
    /// The one place where a ``ModerationError`` becomes a gRPC status (CONTRACT's failure table).
    package init(_ error: ModerationError) {
        let code: GRPCStatusCode =
            switch error.code {
            case .invalidRequest: .invalidArgument
            case .limitExceeded, .overloaded: .resourceExhausted
            case .duplicateRequestID: .alreadyExists
            case .draining, .storeUnavailable, .decidedElsewhere: .unavailable
            case .deadlineExceeded: .deadlineExceeded
            case .cancelled: .cancelled
            case .internalFailure: .internalError
            }
        self.init(code, error.message)
    }
}
