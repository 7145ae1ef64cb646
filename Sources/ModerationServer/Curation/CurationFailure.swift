import GRPCTransport
import RedisAdapter

/// Why a change to the banks, or a question about them, came to nothing. The message names field and limit.
package struct CurationFailure: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Code: Sendable, Equatable {
        case invalid, limit, notFound, exists, precondition, unavailable
        /// What a server answered.
        case refused(GRPCStatusCode)
    }

    package let code: Code
    package let description: String

    package init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }

    init(_ failure: RedisFailure) {
        switch failure {
        case .invalid(let what): self.init(.invalid, what)
        case .queueFull: self.init(.limit, "\(failure)")
        default: self.init(.unavailable, "\(failure)")
        }
    }
}

extension GRPCStatus {
    package init(_ failure: CurationFailure) {
        let code: GRPCStatusCode =
            switch failure.code {
            case .invalid: .invalidArgument
            case .limit: .resourceExhausted
            case .notFound: .notFound
            case .exists: .alreadyExists
            case .precondition: .failedPrecondition
            case .unavailable: .unavailable
            case .refused(let code): code
            }
        self.init(code, failure.description)
    }
}
