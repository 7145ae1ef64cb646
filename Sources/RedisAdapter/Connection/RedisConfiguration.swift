/// Where Redis is and how patient to be with it.
public struct RedisConfiguration: Sendable {
    public var endpoint: Endpoint
    /// With a password: AUTH before anything else.
    public var username: String?
    public var password: String?
    public var database = 0
    /// Commands under way on one connection, those given up at their deadline included until Redis answers them. Three commands
    /// a check (claim, features, fulfil) × 500/s × 0.2 s of a stall = 300, rounded up generously; a command is about 200 bytes,
    /// a verdict 5 KB.
    public var commandLimit = 1_024
    /// Bytes received that make no whole element of a reply yet: longer than the longest string that Redis may send us.
    public var replyByteLimit = 16 << 20
    public var connectTimeout: Duration = .seconds(1)
    /// A connection on which nothing was answered for so long, though something is owed, is given up.
    public var stallTimeout: Duration = .seconds(1)
    public var firstBackoff: Duration = .milliseconds(50)
    public var longestBackoff: Duration = .seconds(1)

    public init(endpoint: Endpoint) { self.endpoint = endpoint }

    public init(host: String, port: Int) { self.init(endpoint: .tcp(host: host, port: port)) }
}
