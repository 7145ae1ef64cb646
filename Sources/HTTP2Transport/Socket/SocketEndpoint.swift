/// Where to connect or listen: a host (name, IPv4 or IPv6 address) with a port, or the path of a Unix socket.
public enum SocketEndpoint: Sendable, Hashable, CustomStringConvertible {
    case host(String, port: UInt16)
    case unix(path: String)

    /// Reads `host:port`, `[v6]:port` or `unix:/path`; `nil` for anything else. Port 0 asks a listener for any free port.
    public init?(parsing text: String) {
        if text.hasPrefix("unix:") {
            let path = text.dropFirst("unix:".count)
            // sockaddr_un holds 108 bytes with the terminating zero.
            guard !path.isEmpty, path.utf8.count < 108 else { return nil }
            self = .unix(path: String(path))
            return
        }
        guard let colon = text.lastIndex(of: ":"), let port = Self.port(text[text.index(after: colon)...]) else { return nil }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        guard !host.isEmpty else { return nil }
        self = .host(String(host), port: port)
    }

    private static func port(_ digits: Substring) -> UInt16? {
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return UInt16(digits)
    }

    /// `nil` for a Unix socket.
    public var port: UInt16? {
        if case .host(_, let port) = self { port } else { nil }
    }

    /// What `init(parsing:)` reads; also the `:authority` of requests.
    public var description: String {
        switch self {
        case .host(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .unix(let path): "unix:\(path)"
        }
    }
}
