import ArgumentParser
internal import CoreMetrics
import Glibc
import Logging
import ServiceLifecycle

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run the upload check.",
        discussion: """
            Serves holster.v1.Moderation and grpc.health.v1.Health on grpc.listen, and /livez, /readyz and /metrics on admin.listen. On
            SIGTERM or SIGINT it drains: calls under way are answered, new ones are sent elsewhere.

            Example:
              holster serve --config config/holster.yaml
              HOLSTER_TRITON_ENDPOINT=10.0.0.7:8001 holster serve
            """
    )

    @OptionGroup var options: ConfigurationOptions

    func run() async throws {
        let configuration = try options.load()
        let level = Logger.Level(rawValue: configuration.logLevel) ?? .info
        LoggingSystem.bootstrap { label in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = level
            return handler
        }
        let metrics = PrometheusRegistry()
        MetricsSystem.bootstrap(metrics)
        let logger = Logger(label: "holster")
        let orchestrator = try Orchestrator(configuration, metrics: metrics, logger: logger)
        // Started in this order, shut down in reverse: the port closes first, what it leans on last.
        var services = ServiceGroupConfiguration(
            services: orchestrator.services.map { .init(service: $0) },
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        // Services that take longer than the drain are cut short.
        services.maximumGracefulShutdownDuration = configuration.grpc.drainTimeout + .seconds(10)
        let group = ServiceGroup(configuration: services)
        do {
            try await group.run()
        } catch {
            try? await orchestrator.close()
            throw error
        }
        // Closing waits for the disk; one that hangs ends the process by SIGALRM instead of holding it for ever.
        alarm(10)
        try await orchestrator.close()
    }
}
