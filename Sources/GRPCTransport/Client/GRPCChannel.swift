public import Reactor

/// A client's way to one server: a few connections that are made when first needed, kept alive and replaced when they die.
public final class GRPCChannel: Sendable {
    private let eventLoops: EventLoopGroup

    /// Connects nothing yet.
    public init(endpoint: SocketEndpoint, configuration: Configuration = .init(), eventLoops: EventLoopGroup) {
        self.eventLoops = eventLoops
    }

    /// One request, one answer.
    ///
    /// Throws DEADLINE_EXCEEDED when the deadline passes (the stream is reset), CANCELLED when the task is cancelled, UNAVAILABLE when no
    /// connection can be had, RESOURCE_EXHAUSTED over the size limits or `maxPendingCalls`, and whatever status the server sent.
    public func unary(
        _ path: String,
        _ request: GRPCMessage,
        metadata: GRPCMetadata = .init(),
        deadline: ContinuousClock.Instant?
    ) async throws(GRPCStatus) -> GRPCUnaryResponse {
        throw GRPCStatus(.unavailable, "not connected")
    }

    /// Ends every call with UNAVAILABLE and closes the connections; later calls fail at once.
    public func close() {}
}
