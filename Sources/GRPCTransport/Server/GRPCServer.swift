public import Reactor

/// Serves a router's methods over HTTP/2 without TLS.
public final class GRPCServer: Sendable {
    private let configuration: Configuration

    public init(configuration: Configuration, router: GRPCRouter, eventLoops: EventLoopGroup) {
        self.configuration = configuration
    }

    /// Binds and listens. Returns where, with the actual port; throws UNAVAILABLE with the system's reason.
    public func start() throws(GRPCStatus) -> SocketEndpoint {
        throw GRPCStatus(.unavailable, "not listening")
    }

    /// Stops accepting, tells clients to go elsewhere (two GOAWAYs), lets running calls finish, then closes; after `timeout` the calls
    /// that still run are cancelled. Calls that arrive meanwhile end with UNAVAILABLE.
    public func drain(timeout: Duration) async {}
}
