package import Glibc
package import Reactor

/// TLS between a session and a socket, as server or as client. Used on one event loop only.
///
/// Memory: an idle stream holds the SSL object (about 10 KiB) and no buffers. While bytes wait for the peer to read, at most `TLSWire.gatherLimit` and
/// one record of ciphertext besides what the caller keeps. One `read` receives at most its buffer's size and two records from the socket.
/// Readiness must be level-triggered.
package final class TLSStream: ByteTransport {
    /// RFC 8446, section 5.1.
    package static let recordByteCount = 16_384
    /// So many bytes of records that carry no data (KeyUpdates, alerts, renegotiations that we refuse) in a row end the connection.
    package static let fruitlessLimit = 64 << 10

    package var descriptor: Int32 { wire.socket.descriptor }
    package private(set) var isEstablished = false
    package private(set) var peerCertificate: TLSPeerCertificate?

    private let session: TLSSession
    private let wire: TLSWire
    private let isServer: Bool
    /// Reported for ever once it came.
    private var end: TransportOutcome?
    private var isEndReported = false
    private var stoppedForRoom = false
    /// Bytes of the caller that are encrypted and wait in the wire: reported as written once they have left.
    private var owedByteCount = 0

    /// The server's end. `nil` without memory.
    package init?(server context: TLSServerContext, over socket: PlainSocket) {
        wire = TLSWire(socket)
        guard let session = context.makeSession(wire) else { return nil }
        self.session = session
        isServer = true
    }

    /// The client's end, connected to `host` (a name or an address, without port). `nil` without memory, and for a name that no certificate can carry.
    package init?(client context: TLSClientContext, host: String, over socket: PlainSocket) {
        wire = TLSWire(socket)
        guard let session = context.makeSession(wire, host: host) else { return nil }
        self.session = session
        isServer = false
    }

    package var pendingInterest: Readiness { wire.hasBacklog ? .writable : [] }

    package var hasBufferedInput: Bool {
        if end != nil { return !isEndReported }
        return stoppedForRoom && session.hasPending
    }

    /// `TLSv1.3` and the like with the cipher's name, for logs.
    package var protocolDescription: String { "\(session.version) \(session.cipher)" }

    // MARK: Reading

    package func read(into buffer: UnsafeMutableRawBufferPointer) -> TransportOutcome {
        if let end { return reported(end) }
        stoppedForRoom = false
        wire.beginReading(budget: buffer.count + 2 * Self.recordByteCount)
        // Alerts, tickets and answers to KeyUpdates that OpenSSL wrote while it read.
        defer { _ = wire.flush() }
        if !isEstablished, let waits = shakeHands() { return reported(waits) }
        var filled = 0
        while filled < buffer.count {
            switch session.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])) {
            case .done(let count):
                filled += count
                wire.fruitlessByteCount = 0
                continue
            case .wouldBlock:
                if wire.fruitlessByteCount > Self.fruitlessLimit {
                    end = .failed(SocketError(call: "TLS", reason: "too many records without data"))
                }
            case .ended: end = .ended
            case .failed(let error): end = .failed(error)
            }
            if filled > 0 { return .bytes(filled) }
            return end.map(reported) ?? .wouldBlock
        }
        stoppedForRoom = true
        return .bytes(filled)
    }

    private func reported(_ outcome: TransportOutcome) -> TransportOutcome {
        if outcome == end { isEndReported = true }
        return outcome
    }

    /// `nil` once established.
    private func shakeHands() -> TransportOutcome? {
        wire.isGathering = true
        let outcome = session.handshake()
        wire.isGathering = false
        _ = wire.flush()
        switch outcome {
        case .wouldBlock: return .wouldBlock
        case .ended:
            // A probe that connects and leaves is no failure of TLS.
            let heardNothing = isServer && wire.fruitlessByteCount == 0
            end = heardNothing ? .ended : .failed(SocketError(call: "TLS handshake", reason: "the peer closed the connection"))
        case .failed(let error): end = .failed(error)
        case .done: end = accept()
        }
        return end
    }

    /// Why an established session is not taken after all.
    private func accept() -> TransportOutcome? {
        guard session.negotiatedHTTP2 else {
            return .failed(SocketError(call: "TLS handshake", reason: "the server does not offer HTTP/2 (ALPN h2)"))
        }
        var isUnreadable = false
        peerCertificate = session.withPeerCertificate { certificate in
            let read = TLSPeerCertificate(reading: certificate)
            isUnreadable = read == nil
            return read
        }
        guard !isUnreadable else {
            return .failed(
                SocketError(call: "TLS handshake", reason: "the peer's certificate has a name or a number of absurd length")
            )
        }
        isEstablished = true
        wire.fruitlessByteCount = 0
        return nil
    }

    // MARK: Writing

    package func write(_ vectors: UnsafeBufferPointer<iovec>) -> TransportOutcome {
        if case .failed = end { return reported(end ?? .ended) }
        if !isEstablished {
            if let end { return reported(end) }
            wire.beginReading(budget: 2 * Self.recordByteCount)
            if let waits = shakeHands() { return reported(waits) }
        }
        guard wire.flush() else { return blockedOrBroken() }
        if owedByteCount > 0 {
            defer { owedByteCount = 0 }
            return .bytes(owedByteCount)
        }
        return encrypt(vectors)
    }

    /// Each piece of 16 KiB goes from where it lies; smaller ones are gathered, so that a flush of many frames is one record.
    private func encrypt(_ vectors: UnsafeBufferPointer<iovec>) -> TransportOutcome {
        var cursor = VectorCursor(vectors)
        var written = 0
        var sinceEmpty = 0
        defer { wire.isGathering = false }
        while cursor.byteCount > 0 {
            let size = min(Self.recordByteCount, cursor.byteCount)
            wire.isGathering = size < cursor.byteCount
            let outcome = cursor.withNext(size) { session.write($0) }
            guard case .done = outcome else {
                if case .failed(let error) = outcome { end = .failed(error) }
                return blockedOrBroken()
            }
            sinceEmpty += size
            if !wire.hasBacklog {
                written += sinceEmpty
                sinceEmpty = 0
            } else if wire.isBlocked {
                owedByteCount = sinceEmpty
                break
            }
        }
        return written > 0 || owedByteCount == 0 ? .bytes(written) : .wouldBlock
    }

    private func blockedOrBroken() -> TransportOutcome {
        if end == nil, wire.errorNumber != 0 { end = .failed(SocketError(call: "send", errorNumber: wire.errorNumber)) }
        return end.map(reported) ?? .wouldBlock
    }

    package func finish() {
        if isEstablished, end == nil || end == .ended {
            session.sayGoodbye()
            _ = wire.flush()
        }
        wire.socket.finish()
    }
}
