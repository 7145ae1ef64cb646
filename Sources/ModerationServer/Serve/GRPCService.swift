import GRPCTransport
import Logging
import ModerationPipeline
import ServiceLifecycle

/// The gateway-facing port: listens until shutdown begins, then drains.
struct GRPCService: Service {
    let server: GRPCServer
    let pipeline: ModerationPipeline
    let readiness: Readiness
    let drainTimeout: Duration
    let logger: Logger

    func run() async throws {
        let endpoint = try server.start()
        logger.info("serving holster.v1.Moderation on \(endpoint)")
        try? await gracefulShutdown()
        logger.info("draining: \(pipeline.admission.inFlightCount) checks under way")
        // Health says NOT_SERVING first. The transport turns new calls away; checks that were admitted finish and are answered.
        readiness.beginDraining()
        await server.drain(timeout: drainTimeout)
        pipeline.drain()
        logger.info("drained")
    }
}
