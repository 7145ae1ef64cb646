import HTTP2Transport
import Logging
import Metrics
import Reactor
import ServiceLifecycle

/// Looks every few seconds whether certificates, keys or the token file changed, and reads them anew. A broken file is logged once and
/// what was in use stays in use.
struct CredentialReloading: Service {
    let server: TLSServerContext?
    let triton: TLSClientContext?
    let gate: CallerGate
    let files: WorkerPool
    let logger: Logger
    private let expiry = Gauge(label: "holster_tls_certificate_expiry_seconds")

    init(server: TLSServerContext?, triton: TLSClientContext?, gate: CallerGate, files: WorkerPool, logger: Logger) {
        self.server = server
        self.triton = triton
        self.gate = gate
        self.files = files
        self.logger = logger
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                if let seconds = server?.certificateExpiry { expiry.record(seconds) }
                try? await Task.sleep(for: .seconds(2))
                await look()
            }
        }
    }

    /// On a thread that may wait for a disk.
    private func look() async {
        let (server, triton, gate, logger) = (server, triton, gate, logger)
        try? await files.run {
            Self.report("grpc.tls_certificate", logger) { try server?.reloadIfChanged() ?? false }
            Self.report("triton.tls_certificate", logger) { try triton?.reloadIfChanged() ?? false }
            Self.report("callers.token_file", logger) { try gate.reloadIfChanged() }
        }
    }

    private static func report(_ what: String, _ logger: Logger, _ reload: () throws -> Bool) {
        do {
            if try reload() { logger.notice("\(what): read anew") }
        } catch {
            logger.error("\(what): what was in use stays in use: \(error)")
        }
    }
}
