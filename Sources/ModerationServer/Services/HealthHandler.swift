import GRPCTransport
import ModerationAPI
import Synchronization

/// `grpc.health.v1.Health`: the whole server (empty name) and its services by name.
///
/// Source: grpc/grpc `doc/health-checking.md`: an unknown service is NOT_FOUND to Check and SERVICE_UNKNOWN to Watch.
struct HealthHandler: Sendable {
    let readiness: Readiness

    /// Watches at once, over all connections: anybody may watch, and each holds a running call.
    private static let watchLimit = 256
    /// A question is a service's name.
    private static let questionLimit = 4 << 10

    private final class Watches: Sendable {
        let count = Atomic<Int>(0)
    }

    private let watches = Watches()

    init(readiness: Readiness) { self.readiness = readiness }

    private static let services = [
        "", HolsterV1.ModerationService.name, HolsterV1.BanksService.name, GRPCHealthV1.HealthService.name,
        GRPCReflection.ReflectionService.name,
        GRPCReflection.ReflectionService.alphaName,
    ]

    func register(in router: inout GRPCRouter) {
        router.unary(GRPCHealthV1.HealthService.check, maxRequestByteCount: Self.questionLimit) {
            (request, _) async throws(GRPCStatus) -> GRPCHealthV1.HealthCheckResponse in
            guard Self.services.contains(request.service) else {
                throw GRPCStatus(.notFound, "no service named '\(request.service)'")
            }
            return GRPCHealthV1.HealthCheckResponse(status: status(readiness.report()))
        }
        router.serverStreaming(GRPCHealthV1.HealthService.watch, maxRequestByteCount: Self.questionLimit) {
            (request, responses, _) async throws(GRPCStatus) in
            defer { watches.count.wrappingSubtract(1, ordering: .relaxed) }
            guard watches.count.wrappingAdd(1, ordering: .relaxed).newValue <= Self.watchLimit else {
                throw GRPCStatus(.resourceExhausted, "\(Self.watchLimit) watches are open; Check is answered all the same")
            }
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
