public import GRPCTransport

/// A gateway's side of the upload check.
public struct ModerationClient: Sendable {
    private let channel: GRPCChannel

    public init(channel: GRPCChannel) { self.channel = channel }

    /// Asks for a verdict. Without a deadline the server takes 450 ms.
    ///
    /// Safe to repeat with the same `requestID` and content. Throws the statuses that `moderation.proto` lists.
    public func check(
        _ request: HolsterV1.CheckRequest,
        deadline: ContinuousClock.Instant? = nil,
        metadata: GRPCMetadata = .init()
    ) async throws(GRPCStatus) -> HolsterV1.Verdict {
        try await HolsterV1.ModerationService.check.call(request, on: channel, metadata: metadata, deadline: deadline)
    }
}
