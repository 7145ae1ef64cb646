public import HTTP2Transport

extension GRPCServer {
    public struct Configuration: Sendable {
        /// Where to listen; port 0 takes any free one.
        public var endpoint: SocketEndpoint
        /// One request message; over it the call ends with RESOURCE_EXHAUSTED before anything is allocated.
        public var maxRequestByteCount = 33 << 20
        /// One response message; over it the call ends with RESOURCE_EXHAUSTED.
        public var maxResponseByteCount = 64 << 20
        /// Bytes of requests, over all connections, from their arrival until they are answered; over it calls end with RESOURCE_EXHAUSTED.
        public var maxBufferedRequestByteCount = 512 << 20
        /// Streams a connection, as announced; more are refused with REFUSED_STREAM.
        public var maxConcurrentStreamsPerConnection = 1_024
        /// Handlers running at once, over all connections, counted until the handler really returned; over it RESOURCE_EXHAUSTED.
        public var maxRunningCalls = 4_096
        /// Connections at once; one more is accepted and closed.
        public var maxConnections = 1_024
        /// A connection without streams for this long is drained.
        public var idleTimeout = Duration.seconds(300)
        /// From accept to the client's preface and SETTINGS.
        public var handshakeTimeout = Duration.seconds(10)
        /// From a request's headers to its last byte; later the call ends with DEADLINE_EXCEEDED.
        public var requestReceiveTimeout = Duration.seconds(30)
        /// A connection whose peer reads nothing for this long, while bytes wait, is closed.
        public var writeProgressTimeout = Duration.seconds(30)

        public init(endpoint: SocketEndpoint) { self.endpoint = endpoint }

        var http2Settings: HTTP2Settings {
            var settings = HTTP2Settings(role: .server)
            // nghttp2 ends the whole connection over the announced number: announced with slack, refused at ours.
            let own = min(max(1, maxConcurrentStreamsPerConnection), 1 << 20)
            settings.maxConcurrentStreams = UInt32(own + own / 4 + 16)
            return settings
        }

        var connectionLimits: ConnectionWatch.Limits {
            ConnectionWatch.Limits(handshake: handshakeTimeout, idle: idleTimeout, writeProgress: writeProgressTimeout)
        }
    }
}
