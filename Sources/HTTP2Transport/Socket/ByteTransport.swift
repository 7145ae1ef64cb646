package import Glibc

/// What lies below an HTTP/2 session: a way to read and write bytes without blocking.
///
/// `PlainSocket` is the one without TLS; a TLS stream takes the same place. Used on one event loop only.
package protocol ByteTransport: AnyObject {
    /// Watched for readiness by the connection's loop; valid until the transport is released.
    var descriptor: Int32 { get }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> TransportOutcome

    func write(_ vectors: UnsafeBufferPointer<iovec>) -> TransportOutcome

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
