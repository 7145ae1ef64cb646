internal import HTTP2Transport
internal import Reactor

/// The calls of one connection. Confined to the connection's loop.
//
// `@unchecked Sendable`: the transport is touched on `loop` alone; the rest never changes.
final class ServerConnection: HTTP2ConnectionDelegate, @unchecked Sendable {
    let loop: EventLoop
    let core: ServerCore
    let peer: String
    let transport: HTTP2Connection
    let compressionShare = CompressionWork.Share()
    /// Bytes of this connection's requests that are not answered yet.
    private var heldByteCount = 0

    init(socket: any ByteTransport, peer: String, core: ServerCore, loop: EventLoop) throws(HTTP2SessionError) {
        self.loop = loop
        self.core = core
        self.peer = peer
        transport = try HTTP2Connection(
            loop: loop,
            transport: socket,
            settings: core.configuration.http2Settings,
            limits: core.configuration.connectionLimits,
            tickInterval: core.configuration.tickInterval
        )
        transport.delegate = self
    }

    /// The client's, verified; known once the connection is ready.
    var certificate: TLSPeerCertificate? { transport.peerCertificate }

    /// Counts bytes in (or, negative, out), here and on the server. Returns why that is too much.
    func hold(byteCount: Int) -> GRPCStatus? {
        heldByteCount += byteCount
        let isWithinServer = core.admission.buffer(byteCount: byteCount)
        guard byteCount > 0 else { return nil }
        let limit = core.configuration.maxBufferedRequestByteCountPerConnection
        if heldByteCount > limit {
            return GRPCStatus(.resourceExhausted, "unanswered requests of this connection are over the limit of \(limit) bytes")
        }
        return isWithinServer ? nil : GRPCStatus(.resourceExhausted, "the server holds too many unread requests")
    }

    func start() { transport.start() }

    func drain() { transport.drain() }

    func close(reason: String) { transport.close(ConnectionEnd(.local, reason)) }

    func connectionBecameReady(_ connection: HTTP2Connection) {}

    func connectionGoingAway(_ connection: HTTP2Connection) {}

    func connection(_ connection: HTTP2Connection, opened stream: HTTP2Stream, headers: borrowing HeaderBlock, endsStream: Bool) {
        // Advertised with slack by the library: over our own count a stream is refused, which is safe to retry.
        guard connection.openStreamCount <= core.configuration.maxConcurrentStreamsPerConnection else {
            core.report(.streamRefused)
            return connection.reset(stream, .refusedStream)
        }
        if core.configuration.answersTestRoute,
            let route = TestRoute(headers, stream: stream, connection: connection, endsStream: endsStream)
        {
            return stream.handler = route
        }
        let call = ServerCall(stream: stream, connection: self)
        stream.handler = call
        call.began(headers, endsStream: endsStream)
    }

    func connection(_ connection: HTTP2Connection, tickedAt now: ContinuousClock.Instant) {
        let now = MonotonicTime(now)
        connection.forEachHandler { ($0 as? ServerCall)?.check(at: now) }
    }

    func connectionClosed(_ connection: HTTP2Connection, _ end: ConnectionEnd) {
        core.report(.connectionClosed(cause: end.cause.rawValue, detail: end.detail))
        core.connectionClosed(self)
    }
}
