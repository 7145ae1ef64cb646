import GRPCTransport
import ModerationAPI

/// `grpc.health.v1.Health/Check`: the whole server (empty name) and the moderation service by name.
///
/// Source: grpc/grpc `doc/health-checking.md`; an unknown service is NOT_FOUND.
struct HealthHandler: Sendable {
    let readiness: Readiness

    func register(in router: inout GRPCRouter) {
        router.unary(GRPCHealthV1.HealthService.check) {
            (request, _) async throws(GRPCStatus) -> GRPCHealthV1.HealthCheckResponse in
            guard ["", HolsterV1.ModerationService.name, GRPCHealthV1.HealthService.name].contains(request.service) else {
                throw GRPCStatus(.notFound, "no service named '\(request.service)'")
            }
            return GRPCHealthV1.HealthCheckResponse(status: readiness.report().canServe ? .serving : .notServing)
        }
    }
}
