/// What the server tells a caller when it cannot give a verdict; mapped to a gRPC status in one place, at the edge.
public struct ModerationError: Error, Sendable, Equatable {
    public enum Code: String, Sendable, CaseIterable {
        case invalidRequest
        case limitExceeded
        case duplicateRequestID
        /// The same request is under way at another orchestrator, which has not answered in time.
        case decidedElsewhere
        case overloaded
        case draining
        case storeUnavailable
        case deadlineExceeded
        case cancelled
        case internalFailure
    }

    /// Whose fault it is.
    public enum Source: String, Sendable, CaseIterable {
        case caller, triton, store, `internal`
    }

    public var code: Code
    /// Names the field and the limit where there is one.
    public var message: String
    public var source: Source
    public var isRetryable: Bool
    public var cause: String?

    public init(_ code: Code, _ message: String, source: Source, isRetryable: Bool, cause: String? = nil) {
        self.code = code
        self.message = message
        self.source = source
        self.isRetryable = isRetryable
        self.cause = cause
    }
}
