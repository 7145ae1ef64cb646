/// What a connection tells the layer above. Every call comes on the connection's loop.
package protocol HTTP2ConnectionDelegate: AnyObject {
    /// The peer's SETTINGS arrived: streams may be opened.
    func connectionBecameReady(_ connection: HTTP2Connection)
    /// One block of headers or trailers.
    func connection(_ connection: HTTP2Connection, stream: Int32, headers: HeaderBlock, endsStream: Bool)
    /// A piece of a body, valid until the call returns; its credit stays withheld until `consume`.
    func connection(_ connection: HTTP2Connection, stream: Int32, data: UnsafeRawBufferPointer)
    /// The peer's side of the stream ended with a DATA frame.
    func connection(_ connection: HTTP2Connection, streamEnded stream: Int32)
    /// The stream is gone; nothing more comes for it.
    func connection(_ connection: HTTP2Connection, streamClosed stream: Int32, errorCode: HTTP2ErrorCode)
    /// The peer takes no new streams on this connection.
    func connectionGoingAway(_ connection: HTTP2Connection)
    /// The socket is closed; no stream of it is reported as closed afterwards. Comes once.
    func connectionClosed(_ connection: HTTP2Connection, reason: String)
}
