import Logging
import Metrics
import Reactor
import ServiceLifecycle

/// Looks every few seconds whether certificates, keys or the token file changed, and reads them anew. A broken file is logged once and
/// what was in use stays in use.
struct CredentialReloading: Service {
    let credentials: Credentials
    let files: WorkerPool
    let logger: Logger
    /// Without TLS there is none: 0 would be a certificate that ended long ago.
    private let expiry: Gauge?

    init(credentials: Credentials, files: WorkerPool, logger: Logger) {
        self.credentials = credentials
        self.files = files
        self.logger = logger
        expiry = credentials.server.map { _ in Gauge(label: "holster_tls_certificate_expiry_seconds") }
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                if let seconds = credentials.server?.certificateExpiry { expiry?.record(seconds) }
                try? await Task.sleep(for: .seconds(2))
                await look()
            }
        }
    }

    /// On a thread that may wait for a disk.
    private func look() async {
        let (credentials, logger) = (credentials, logger)
        try? await files.run {
            Self.report("grpc.tls_certificate", logger) { try credentials.server?.reloadIfChanged() ?? false }
            Self.report("triton.tls", logger) { try credentials.triton?.reloadIfChanged() ?? false }
            Self.report("tokens", logger) { try credentials.gate.reloadIfChanged() }
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
