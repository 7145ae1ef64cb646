package import Glibc
package import Reactor

/// What lies below an HTTP/2 session: a way to read and write bytes without blocking.
///
/// `PlainSocket` is the one without TLS; a TLS stream takes the same place. Used on one event loop only.
package protocol ByteTransport: AnyObject {
    /// Watched for readiness by the connection's loop; valid until the transport is released.
    var descriptor: Int32 { get }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> TransportOutcome

    func write(_ vectors: UnsafeBufferPointer<iovec>) -> TransportOutcome

    /// What the last attempt needs the descriptor to be ready for, beyond reading: TLS may have to write before it can read.
    var pendingInterest: Readiness { get }

    /// Bytes were taken from the descriptor that `read` has not returned yet: no readiness will tell of them.
    var hasBufferedInput: Bool { get }

    /// Of the peer, verified; `nil` without TLS, before the handshake is done, and where the peer showed none.
    var peerCertificate: TLSPeerCertificate? { get }

    /// No more will be read or written; TLS says goodbye here.
    func finish()
}

/// What came of one attempt to read or write.
package enum TransportOutcome: Equatable {
    /// At least one.
    case bytes(Int)
    case wouldBlock
    /// The peer will send no more.
    case ended
    case failed(errorNumber: Int32)
}
