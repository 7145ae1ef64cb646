internal import HTTP2Transport
internal import Reactor

/// The calls of one connection. Confined to the connection's loop.
//
// `@unchecked Sendable`: `calls` is touched on `loop` alone; the rest never changes.
final class ServerConnection: HTTP2ConnectionDelegate, @unchecked Sendable {
    let loop: EventLoop
    private let core: ServerCore
    private let peer: String
    private let connection: HTTP2Connection
    private var calls: [Int32: ServerCall] = [:]

    init(socket: PlainSocket, peer: String, core: ServerCore, loop: EventLoop) throws(HTTP2SessionError) {
        self.loop = loop
        self.core = core
        self.peer = peer
        connection = try HTTP2Connection(
            loop: loop,
            transport: socket,
            settings: core.configuration.http2Settings,
            limits: core.configuration.connectionLimits
        )
        connection.delegate = self
    }

    func start() { connection.start() }

    func drain() { connection.drain() }

    func close(reason: String) { connection.close(reason: reason) }

    func connectionBecameReady(_ connection: HTTP2Connection) {}

    func connectionGoingAway(_ connection: HTTP2Connection) {}

    func connection(_ connection: HTTP2Connection, stream: Int32, headers: HeaderBlock, endsStream: Bool) {
        if let call = calls[stream] { return call.received(headers, endsStream: endsStream) }
        // Advertised with slack by the library: over our own count a stream is refused, which is safe to retry.
        guard calls.count < core.configuration.maxConcurrentStreamsPerConnection else {
            return connection.reset(stream, .refusedStream)
        }
        let call = ServerCall(stream: stream, peer: peer, core: core, connection: connection)
        calls[stream] = call
        call.received(headers, endsStream: endsStream)
    }

    func connection(_ connection: HTTP2Connection, stream: Int32, data: UnsafeRawBufferPointer) {
        calls[stream]?.received(data)
        // Messages are gathered whole, under `maxBufferedRequestByteCount`: their bytes count as taken when they arrive.
        connection.consume(stream, byteCount: data.count)
    }

    func connection(_ connection: HTTP2Connection, streamEnded stream: Int32) {
        calls[stream]?.requestEnded()
    }

    func connection(_ connection: HTTP2Connection, streamClosed stream: Int32, errorCode: HTTP2ErrorCode) {
        calls.removeValue(forKey: stream)?.closed()
    }

    func connectionClosed(_ connection: HTTP2Connection, reason: String) {
        let lost = calls
        calls = [:]
        for call in lost.values { call.closed() }
        core.connectionClosed(self)
    }
}
