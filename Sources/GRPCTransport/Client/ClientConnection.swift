internal import HTTP2Transport
internal import Reactor

/// The calls of one connection of a channel. Confined to the connection's loop.
final class ClientConnection: HTTP2ConnectionDelegate {
    private let connection: HTTP2Connection
    private weak var slot: ChannelSlot?
    private var calls: [Int32: ClientCall] = [:]

    init(connection: HTTP2Connection, slot: ChannelSlot) {
        self.connection = connection
        self.slot = slot
        connection.delegate = self
    }

    func start() { connection.start() }

    func close(reason: String) { connection.close(reason: reason) }

    func open(_ call: ClientCall, _ fields: [HTTPField], body: OutboundBody) -> Int32? {
        guard let stream = connection.openStream(fields, body: body) else { return nil }
        calls[stream] = call
        return stream
    }

    func reset(_ stream: Int32, _ code: HTTP2ErrorCode) { connection.reset(stream, code) }

    /// The call was answered: where the request is still being sent, the rest is not worth sending.
    func abandonIfUnsent(_ stream: Int32) {
        if connection.hasUnsentBody(stream) { connection.reset(stream, .cancel) }
    }

    func connectionBecameReady(_ connection: HTTP2Connection) { slot?.ready(self) }

    func connectionGoingAway(_ connection: HTTP2Connection) { slot?.goingAway(self) }

    func connection(_ connection: HTTP2Connection, stream: Int32, headers: HeaderBlock, endsStream: Bool) {
        calls[stream]?.received(headers, endsStream: endsStream)
    }

    func connection(_ connection: HTTP2Connection, stream: Int32, data: UnsafeRawBufferPointer) {
        calls[stream]?.received(data)
        connection.consume(stream, byteCount: data.count)
    }

    func connection(_ connection: HTTP2Connection, streamEnded stream: Int32) { calls[stream]?.responseEnded() }

    func connection(_ connection: HTTP2Connection, streamClosed stream: Int32, errorCode: HTTP2ErrorCode) {
        calls.removeValue(forKey: stream)?.closed(errorCode)
    }

    func connectionClosed(_ connection: HTTP2Connection, reason: String) {
        let lost = calls
        calls = [:]
        slot?.closed(self, reason: reason)
        for call in lost.values { call.connectionLost(reason) }
    }
}
