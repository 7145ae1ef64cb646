package import Glibc
package import Reactor

/// What lies below an HTTP/2 session: a way to read and write bytes without blocking.
///
/// `PlainSocket` is the one without TLS, `TLSStream` the one with it. Used on one event loop only, under level-triggered readiness. The caller's
/// part: call `read` when the descriptor is readable, and again at once (or in the next turn of the loop) while `hasBufferedInput`; call `write`
/// when there is something to send and the descriptor was writable; after each attempt watch for `interest(hasOutput:)`.
package protocol ByteTransport: AnyObject {
    /// Watched for readiness by the connection's loop; valid until the transport is released.
    var descriptor: Int32 { get }

    /// Bytes pass. Before, `read` and `write` drive the handshake and yield `.wouldBlock`; the one that completes it goes on with
    /// its own work. A caller that has output waiting writes it once this turned true in a `read`.
    var isEstablished: Bool { get }

    /// What must be watched for besides what the caller itself waits for: `.writable` where the transport holds bytes of its own (an alert, a
    /// ticket, the rest of a record). Any `read` or `write` moves them on, `write` of no vectors too.
    var pendingInterest: Readiness { get }

    /// Input has left the socket but not the transport, or an end has come that was not reported yet: no readiness will tell of it. Always false
    /// after a `read` that yielded `.wouldBlock`.
    var hasBufferedInput: Bool { get }

    /// The peer's, once established and where it showed one that verifies.
    var peerCertificate: TLSPeerCertificate? { get }

    /// Fills `buffer` as far as there is input. `.ended` and `.failed` come again at every later call.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> TransportOutcome

    /// Writes from the front of `vectors`. What is not reported as written must lead the next call again, byte for byte. `.bytes(0)` for no vectors.
    func write(_ vectors: UnsafeBufferPointer<iovec>) -> TransportOutcome

    /// No more will be read or written; TLS says goodbye here.
    func finish()
}

extension ByteTransport {
    /// What the loop is to watch for, where the caller has or has not bytes to write. Bytes that wait for a handshake are no
    /// reason to watch for writability, which would be there all the time.
    @inline(__always) package func interest(hasOutput: Bool) -> Readiness {
        let own: Readiness = hasOutput && isEstablished ? [.readable, .writable] : .readable
        return own.union(pendingInterest)
    }
}

/// What came of one attempt to read or write.
package enum TransportOutcome: Equatable {
    /// At least one, unless nothing was offered.
    case bytes(Int)
    case wouldBlock
    /// The peer will send no more. Of TLS: with close_notify or without; HTTP/2 tells by its frames whether something is missing.
    case ended
    /// The transport is of no more use. Says in words why a handshake failed; carries the errno where a socket did.
    case failed(SocketError)
}
