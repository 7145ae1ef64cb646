internal import HTTP2Transport

/// What a channel connects to.
enum ChannelTarget: Sendable, CustomStringConvertible {
    case endpoint(SocketEndpoint)
    case inProcess(GRPCServer)

    /// `:authority` of the requests.
    var authority: String {
        switch self {
        case .endpoint(.unix), .inProcess: "localhost"
        case .endpoint(let endpoint): endpoint.description
        }
    }

    /// What the server's certificate has to be of.
    var serverName: String {
        if case .endpoint(.host(let host, _)) = self { host } else { "localhost" }
    }

    var description: String {
        switch self {
        case .endpoint(let endpoint): endpoint.description
        case .inProcess: "in-process"
        }
    }
}
