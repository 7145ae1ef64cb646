/// Which handler answers which method.
public struct GRPCRouter: Sendable {
    /// Answers one request message with one response message, or throws the status the call ends with.
    ///
    /// Runs on the connection's event loop: a short handler finishes without waking another thread. Work that takes more than some
    /// hundred microseconds, or that blocks, belongs on a `WorkerPool`.
    public typealias UnaryHandler = @Sendable (ArraySlice<UInt8>, GRPCServerContext) async throws(GRPCStatus) -> GRPCMessage

    package private(set) var unaryHandlers: [String: UnaryHandler] = [:]

    public init() {}

    /// Registers a method under its case-sensitive path `/package.Service/Method`; a second registration replaces the first.
    public mutating func unary(_ path: String, _ handler: @escaping UnaryHandler) {
        unaryHandlers[path] = handler
    }
}
