import HTTP2Transport
import Logging

/// What a server proves itself with and knows others by: TLS of the port, TLS towards Triton, the gate. Made of files that may change.
struct Credentials: Sendable {
    /// `nil`: the port speaks in the clear.
    let server: TLSServerContext?
    let triton: TLSClientContext?
    let gate: CallerGate

    /// Reads the files; blocks for that. Logs what an operator should hear about.
    init(_ configuration: HolsterConfiguration, logger: Logger) throws {
        server = try configuration.tls.server.map { settings in
            do { return try TLSServerContext(settings) } catch { throw ConfigurationError("grpc.tls_certificate: \(error)") }
        }
        triton = try configuration.tls.triton.map { settings in
            do { return try TLSClientContext(settings) } catch { throw ConfigurationError("triton.tls: \(error)") }
        }
        gate = try CallerGate(configuration.callers)
        for warning in configuration.callers.warnings() + configuration.transport.warnings { logger.warning("\(warning)") }
        if server == nil, configuration.callers.tokenFile != nil, !CallerSettings.isLocal(configuration.grpc.endpoint) {
            logger.warning("callers.token_file without grpc.tls_certificate: tokens travel in the clear")
        }
    }
}
