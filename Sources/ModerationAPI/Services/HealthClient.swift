public import GRPCTransport

/// Asks any gRPC server whether it, or one of its services, is serving.
public struct HealthClient: Sendable {
    private let channel: GRPCChannel

    public init(channel: GRPCChannel) { self.channel = channel }

    /// The empty name asks for the server as a whole. Throws NOT_FOUND for a service that the server does not know.
    public func check(
        service: String = "",
        deadline: ContinuousClock.Instant? = nil
    ) async throws(GRPCStatus) -> GRPCHealthV1.HealthCheckResponse.ServingStatus {
        let request = GRPCHealthV1.HealthCheckRequest(service: service)
        return try await GRPCHealthV1.HealthService.check.call(request, on: channel, deadline: deadline).status
    }
}
