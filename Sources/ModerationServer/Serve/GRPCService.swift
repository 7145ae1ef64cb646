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
        let endpoint: SocketEndpoint
        do {
            endpoint = try server.start()
        } catch {
            throw ConfigurationError("grpc.listen: \(error.message)")
        }
        logger.info("serving holster.v1.Moderation and holster.v1.Banks on \(endpoint)")
        try? await gracefulShutdown()
        logger.info("draining: \(pipeline.admission.inFlightCount) checks under way")
        // Health says NOT_SERVING first. The transport turns new calls away; checks that were admitted finish and are answered.
        readiness.beginDraining()
        await server.drain(timeout: drainTimeout)
        pipeline.drain()
        // What was cut off at the timeout still ends its handlers before the stores below it are closed.
        for _ in 0..<200 where server.runningCallCount > 0 { try? await Task.sleep(for: .milliseconds(10)) }
        logger.info("drained")
    }
}
