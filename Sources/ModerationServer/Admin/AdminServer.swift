import FlyingFox
import FlyingSocks
import Foundation
import GRPCTransport
import ServiceLifecycle

/// The admin port, HTTP/1.1: `/livez`, `/readyz` (each dependency by name), `/metrics` (Prometheus text format 0.0.4).
struct AdminServer: Service {
    let endpoint: SocketEndpoint
    let readiness: Readiness
    let metrics: PrometheusRegistry
    let gauges: ScrapeGauges

    func run() async throws {
        // Its own log would have a line for each scrape, in another format than ours.
        let server = HTTPServer(address: try endpoint.flyingAddress(), timeout: 5, logger: .disabled)
        await server.appendRoute("GET /livez") { _ in Self.text(.ok, "alive\n") }
        await server.appendRoute("GET /readyz") { _ in
            let report = readiness.report()
            return try Self.json(report.canServe ? .ok : .serviceUnavailable, ReadinessDocument(report))
        }
        await server.appendRoute("GET /metrics") { _ in
            gauges.set()
            return Self.text(.ok, metrics.exposition(), contentType: "text/plain; version=0.0.4; charset=utf-8")
        }
        try await withTaskCancellationOrGracefulShutdownHandler {
            do {
                try await server.run()
            } catch is CancellationError {
                // Stopped, as asked.
            } catch let error as SocketError where error == .disconnected {
                // Stopped, as asked.
            } catch {
                throw ConfigurationError("admin.listen '\(endpoint)': \(error)")
            }
        } onCancelOrGracefulShutdown: {
            Task { await server.stop(timeout: 1) }
        }
    }

    private static func text(
        _ status: HTTPStatusCode,
        _ body: String,
        contentType: String = "text/plain; charset=utf-8"
    ) -> HTTPResponse {
        HTTPResponse(statusCode: status, headers: [.contentType: contentType], body: Data(body.utf8))
    }

    private static func json(_ status: HTTPStatusCode, _ body: some Encodable) throws -> HTTPResponse {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        return HTTPResponse(statusCode: status, headers: [.contentType: "application/json"], body: try encoder.encode(body))
    }
}

/// What `/readyz` prints.
private struct ReadinessDocument: Encodable {
    let status: String
    let components: [Readiness.Component]

    init(_ report: Readiness.Report) {
        status = report.status
        components = report.components
    }
}
