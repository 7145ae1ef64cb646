/// What a connection tells the layer above. Every call comes on the connection's loop.
package protocol HTTP2ConnectionDelegate: AnyObject {
    /// The peer's SETTINGS arrived: streams may be opened.
    func connectionBecameReady(_ connection: HTTP2Connection)
    /// Servers only: a request's headers. Whoever takes it sets the stream's handler.
    func connection(_ connection: HTTP2Connection, opened stream: HTTP2Stream, headers: borrowing HeaderBlock, endsStream: Bool)
    /// The peer takes no new streams on this connection.
    func connectionGoingAway(_ connection: HTTP2Connection)
    /// Once a tick: the time to look for calls that wait too long.
    func connection(_ connection: HTTP2Connection, tickedAt now: ContinuousClock.Instant)
    /// The socket is closed, and the handlers of its streams were told. Comes once.
    func connectionClosed(_ connection: HTTP2Connection, _ end: ConnectionEnd)
}
