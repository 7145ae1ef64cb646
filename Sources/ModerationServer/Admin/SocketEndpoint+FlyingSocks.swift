import FlyingSocks
import GRPCTransport

extension SocketEndpoint {
    /// The address for the admin server, which takes IP addresses and Unix sockets but no names, save `localhost`.
    func flyingAddress() throws -> any SocketAddress {
        switch self {
        case .unix(let path): return .unix(path: path)
        case .host("localhost", let port): return try .inet(ip4: "127.0.0.1", port: port)
        case .host(let host, let port):
            do {
                if host.contains(":") { return try .inet6(ip6: host, port: port) }
                return try .inet(ip4: host, port: port)
            } catch {
                throw ConfigurationError("admin.listen '\(self)': the host must be an IP address or localhost")
            }
        }
    }
}
