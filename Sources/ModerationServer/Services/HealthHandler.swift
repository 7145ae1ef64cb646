import GRPCTransport
import ModerationAPI

/// `grpc.health.v1.Health`: the whole server (empty name) and its services by name.
///
/// Source: grpc/grpc `doc/health-checking.md`: an unknown service is NOT_FOUND to Check and SERVICE_UNKNOWN to Watch.
struct HealthHandler: Sendable {
    let readiness: Readiness

    private static let services = [
        "", HolsterV1.ModerationService.name, GRPCHealthV1.HealthService.name, GRPCReflection.ReflectionService.name,
        GRPCReflection.ReflectionService.alphaName,
    ]

    func register(in router: inout GRPCRouter) {
        router.unary(GRPCHealthV1.HealthService.check) {
            (request, _) async throws(GRPCStatus) -> GRPCHealthV1.HealthCheckResponse in
            guard Self.services.contains(request.service) else {
                throw GRPCStatus(.notFound, "no service named '\(request.service)'")
            }
            return GRPCHealthV1.HealthCheckResponse(status: status(readiness.report()))
        }
        router.serverStreaming(GRPCHealthV1.HealthService.watch) { (request, responses, _) async throws(GRPCStatus) in
            try await watch(request.service, responses)
        }
    }

    /// Ends only when the caller does, or the server: then NOT_SERVING is the last that is sent.
    private func watch(
        _ service: String,
        _ responses: MessageWriter<GRPCHealthV1.HealthCheckResponse>
    ) async throws(GRPCStatus) {
        let isKnown = Self.services.contains(service)
        var last: GRPCHealthV1.HealthCheckResponse.ServingStatus?
        for await report in readiness.reports() {
            let status = isKnown ? status(report) : .serviceUnknown
            if status != last { try await responses.send(GRPCHealthV1.HealthCheckResponse(status: status)) }
            last = status
            if report.isDraining { throw GRPCStatus(.unavailable, "the server is shutting down") }
        }
        throw GRPCStatus(.cancelled, "the caller cancelled the call")
    }

    private func status(_ report: Readiness.Report) -> GRPCHealthV1.HealthCheckResponse.ServingStatus {
        report.canServe ? .serving : .notServing
    }
}
