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
        /// The same for one connection alone, so that one caller cannot take it all.
        public var maxBufferedRequestByteCountPerConnection = 128 << 20
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
        /// From a header block's first frame to its last.
        public var headerTimeout = Duration.seconds(10)
        /// A connection whose peer reads nothing for this long, while bytes wait, is closed.
        public var writeProgressTimeout = Duration.seconds(30)
        /// With calls open and nothing heard for this long, a PING asks whether the caller is still there.
        public var keepaliveInterval = Duration.seconds(60)
        /// A PING unanswered for this long ends the connection.
        public var keepaliveTimeout = Duration.seconds(20)
        /// A connection of this age, give or take a tenth, is drained, so that callers spread over new servers; `nil`: never.
        public var maxConnectionAge: Duration?
        /// Pings of a caller closer together than this, three in a row without data between them, end its connection.
        public var minPingInterval = Duration.seconds(10)
        /// Bytes of answers that wait for one connection's caller to read; over it unary answers become RESOURCE_EXHAUSTED and streams wait.
        public var maxUnsentByteCountPerConnection = 64 << 20
        /// Frames of any kind that a caller may send at once beyond what they bring, and a second.
        public var frameBurst = 2_000
        public var framesPerSecond = 100
        /// SETTINGS frames at once, and a second.
        public var settingsBurst = 50
        public var settingsPerSecond = 1
        /// Streams that a caller may reset at once, and a second.
        public var resetBurst = 500
        public var resetsPerSecond = 100
        /// Streams that a caller may break at once, so that the library resets them, and a second.
        public var brokenStreamBurst = 200
        public var brokenStreamsPerSecond = 20
        /// Names, values and 32 bytes each of one header block; over it the call ends with RESOURCE_EXHAUSTED, over sixteen times as much the
        /// connection does.
        public var maxHeaderListByteCount = 16 << 10
        /// TLS, where connections begin with it.
        public var tls: TLSServerContext?
        /// Asked about every call.
        public var gate: (any GRPCCallGate)?
        /// Told what is worth counting.
        public var onEvent: (@Sendable (GRPCServerEvent) -> Void)?
        /// Another process may listen on the same port at the same time, and connections go to either: for a handover without a gap.
        public var sharesPort = false

        /// For conformance testers only: `GET /` and `POST /` are answered with a page.
        public var answersTestRoute = false

        public init(endpoint: SocketEndpoint) { self.endpoint = endpoint }

        var http2Settings: HTTP2Settings {
            var settings = HTTP2Settings(role: .server)
            // nghttp2 ends the whole connection over the announced number: announced with slack, refused at ours.
            let own = min(max(1, maxConcurrentStreamsPerConnection), 1 << 20)
            settings.maxConcurrentStreams = UInt32(own + own / 4 + 16)
            settings.minimumPingInterval = minPingInterval
            settings.frameBurst = frameBurst
            settings.framesPerSecond = framesPerSecond
            settings.settingsBurst = settingsBurst
            settings.settingsPerSecond = settingsPerSecond
            settings.peerResetBurst = resetBurst
            settings.peerResetsPerSecond = resetsPerSecond
            settings.brokenStreamBurst = brokenStreamBurst
            settings.brokenStreamsPerSecond = brokenStreamsPerSecond
            settings.headerListLimit = min(max(1 << 10, maxHeaderListByteCount), 1 << 20)
            settings.headerListHardLimit = settings.headerListLimit * 16
            return settings
        }

        /// The age is drawn for each connection anew.
        var connectionLimits: ConnectionWatch.Limits {
            ConnectionWatch.Limits(
                handshake: handshakeTimeout,
                headers: headerTimeout,
                idle: idleTimeout,
                writeProgress: writeProgressTimeout,
                keepaliveInterval: keepaliveInterval,
                keepaliveTimeout: keepaliveTimeout,
                age: maxConnectionAge.map { $0 * Double.random(in: 0.9...1.1) }
            )
        }

        /// Often enough to keep the shortest promise.
        var tickInterval: Duration {
            let shortest = min(
                min(handshakeTimeout, headerTimeout),
                min(writeProgressTimeout, requestReceiveTimeout),
                min(idleTimeout, keepaliveInterval)
            )
            return min(.seconds(1), max(.milliseconds(10), shortest / 4))
        }
    }
}
