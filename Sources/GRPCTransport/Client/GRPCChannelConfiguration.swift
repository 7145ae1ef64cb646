public import HTTP2Transport

extension GRPCChannel {
    public struct Configuration: Sendable {
        /// Connections kept to the server, 1…8; calls go to the one with the fewest outstanding calls.
        public var connectionCount = 2
        public var maxReceiveMessageByteCount = 4 << 20
        public var maxSendMessageByteCount = 64 << 20
        /// For one attempt: address lookup, TCP connect and the server's first SETTINGS frame together.
        public var connectTimeout = Duration.seconds(2)
        /// Calls that may be outstanding on the channel at once; one more ends with RESOURCE_EXHAUSTED.
        public var maxPendingCalls = 4_096
        /// False: a call that finds the server unreachable ends with UNAVAILABLE at once. True: it waits for a connection until its deadline.
        public var waitsForConnection = false
        /// First pause after a failed attempt; doubles up to `maximumReconnectBackoff`, each ±20 %.
        public var initialReconnectBackoff = Duration.milliseconds(50)
        public var maximumReconnectBackoff = Duration.seconds(2)
        /// With calls outstanding and nothing heard for this long, a PING is sent; at most two until the server sends data again, as
        /// gRPC servers end connections that ping more.
        public var keepaliveInterval = Duration.seconds(2)
        /// A PING unanswered for this long ends the connection.
        public var keepaliveTimeout = Duration.seconds(2)
        /// TLS, where the server speaks it.
        public var tls: TLSClientContext?

        public init() {}

        var connectionLimits: ConnectionWatch.Limits {
            ConnectionWatch.Limits(
                handshake: connectTimeout,
                writeProgress: .seconds(30),
                keepaliveInterval: keepaliveInterval,
                keepaliveTimeout: keepaliveTimeout
            )
        }
    }
}
