public import GRPCTransport

extension GRPCHealthV1.HealthService {
    /// Asks any gRPC server whether it, or one of its services, is serving.
    public struct Client: Sendable {
        private let channel: GRPCChannel

        public init(_ channel: GRPCChannel) { self.channel = channel }

        /// The empty name asks for the server as a whole. Throws NOT_FOUND for a service that the server does not know.
        public func check(
            service: String = "",
            deadline: ContinuousClock.Instant? = nil
        ) async throws(GRPCStatus) -> GRPCHealthV1.HealthCheckResponse.ServingStatus {
            let request = GRPCHealthV1.HealthCheckRequest(service: service)
            return try await GRPCHealthV1.HealthService.check.call(request, on: channel, deadline: deadline).status
        }

        /// The status now, and every change of it. A service that the server does not know is `serviceUnknown`.
        public func watch(
            service: String = "",
            deadline: ContinuousClock.Instant? = nil
        ) async throws(GRPCStatus) -> DecodedMessages<GRPCHealthV1.HealthCheckResponse, GRPCResponseMessages> {
            let request = GRPCHealthV1.HealthCheckRequest(service: service)
            return try await GRPCHealthV1.HealthService.watch.call(request, on: channel, deadline: deadline)
        }
    }
}
