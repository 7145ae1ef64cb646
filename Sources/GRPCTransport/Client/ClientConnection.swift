internal import HTTP2Transport
internal import Reactor

/// One connection of a channel: tells its slot how it fares. Confined to the connection's loop.
final class ClientConnection: HTTP2ConnectionDelegate {
    let transport: HTTP2Connection
    private weak var slot: ChannelSlot?

    init(transport: HTTP2Connection, slot: ChannelSlot) {
        self.transport = transport
        self.slot = slot
        transport.delegate = self
    }

    func start() { transport.start() }

    func close(reason: String) { transport.close(ConnectionEnd(.local, reason)) }

    func connectionBecameReady(_ connection: HTTP2Connection) { slot?.ready(self) }

    func connection(_ connection: HTTP2Connection, opened stream: HTTP2Stream, headers: borrowing HeaderBlock, endsStream: Bool) {
    }

    func connectionGoingAway(_ connection: HTTP2Connection) { slot?.goingAway(self) }

    func connection(_ connection: HTTP2Connection, tickedAt now: ContinuousClock.Instant) {}

    func connectionClosed(_ connection: HTTP2Connection, _ end: ConnectionEnd) { slot?.closed(self, reason: end.detail) }
}
