/// One stream of a connection, from its headers until it is closed. Confined to the connection's loop.
package final class HTTP2Stream {
    package internal(set) var id: Int32
    /// Told what comes; let go of when the stream closes.
    package var handler: (any HTTP2StreamHandler)?
    /// Nothing more comes for it, and nothing goes.
    package internal(set) var isClosed = false

    var body: OutboundBody?
    /// Bytes delivered and not yet consumed.
    var unconsumedByteCount = 0
    /// We sent RST_STREAM; the library did not.
    var isResetByUs = false
    /// Servers only: the last frame of the response has left.
    var isAnswered = false
    /// RST_STREAM to send once the response has ended: nghttp2 drops a response whose stream has a reset in line.
    var resetAfterResponse: HTTP2ErrorCode?
    /// nghttp2 gave the stream up before sending its HEADERS: the peer never saw it.
    var wasNeverSent = false
    /// nghttp2 found nothing to send and waits to be told that there is more.
    var isDeferred = false
    /// Its place among the session's open streams.
    var index = 0

    init(id: Int32) { self.id = id }

    /// Bytes of the body that have not left the stream yet.
    package var unsentByteCount: Int { body?.byteCount ?? 0 }
}

/// What a stream tells whoever answers or asked. Every call comes on the connection's loop, from within the session: frames may be
/// submitted, nothing may be received or flushed.
package protocol HTTP2StreamHandler: AnyObject {
    /// A block of headers or trailers; valid until the call returns.
    func received(_ block: borrowing HeaderBlock, endsStream: Bool)
    /// A piece of a body, valid until the call returns; its credit stays withheld until `consume`.
    func received(_ data: UnsafeRawBufferPointer)
    /// The peer's side ended with a DATA frame.
    func bodyEnded()
    /// Part of the body has left the stream.
    func bodyProgressed()
    /// A reset of the stream now is nothing to hold against the peer.
    func excusesReset(at now: ContinuousClock.Instant) -> Bool
    /// The stream is gone; nothing more comes. Not called where the whole connection closes.
    func closed(_ code: HTTP2ErrorCode)
    /// The connection is gone, and the stream with it.
    func connectionClosed(_ reason: ConnectionEnd)
}

extension HTTP2StreamHandler {
    package func excusesReset(at now: ContinuousClock.Instant) -> Bool { false }
}
