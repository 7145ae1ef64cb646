internal import COpenSSL
internal import Glibc

/// The socket as OpenSSL sees it: a BIO that receives straight into OpenSSL's record buffer and never refuses to send.
///
/// Why not `SSL_set_fd`: its `write` has no MSG_NOSIGNAL, so that a dead peer would end the process by SIGPIPE. Why not memory BIOs: they copy
/// every byte once more. Records that the socket does not take at once wait in `backlog`; hence OpenSSL never sees a blocked write, neither in a
/// handshake nor when it answers a KeyUpdate in the midst of a read. Several records of one write leave by one `sendmsg`: all but the last are
/// copied into the backlog, which costs less than a system call each.
final class TLSWire {
    /// Records are gathered up to here: four of the largest size.
    static let gatherLimit = 4 * (16_384 + 256)
    static let noHTTP2 = "the client does not offer HTTP/2 (ALPN h2)"

    let socket: PlainSocket
    /// Why a callback of ours refused the peer.
    var refusal: String?
    /// More records follow at once, or `flush` does: gather instead of sending.
    var isGathering = false
    /// Zero, or the errno of the call that broke the socket.
    private(set) var errorNumber: Int32 = 0
    private(set) var hasEnded = false
    /// The socket did not take all that was offered last.
    private(set) var isBlocked = false
    /// Received since the stream above last got data; see `TLSStream.fruitlessLimit`.
    var fruitlessByteCount = 0

    private var receiveBudget = 0
    private var backlog: [UInt8] = []
    private var backlogStart = 0

    init(_ socket: PlainSocket) { self.socket = socket }

    var hasBacklog: Bool { backlogStart < backlog.count }

    /// Before each read: at most about `budget` bytes are received until the next call, however much the peer sends.
    func beginReading(budget: Int) { receiveBudget = budget }

    /// Sends what waits; true where nothing waits any more.
    func flush() -> Bool {
        guard hasBacklog, errorNumber == 0 else { return !hasBacklog }
        let sent = backlog.withUnsafeBytes { bytes in
            send(UnsafeRawBufferPointer(rebasing: bytes[backlogStart...]), UnsafeRawBufferPointer(start: nil, count: 0))
        }
        guard let sent else { return false }
        dropFromBacklog(sent)
        return !hasBacklog
    }

    fileprivate func receive(_ buffer: UnsafeMutableRawPointer, _ count: Int) -> Int? {
        guard receiveBudget > 0, errorNumber == 0, !hasEnded else { return nil }
        switch socket.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: count)) {
        case .bytes(let received):
            // Readiness is level-triggered: what comes after a short receive is reported, and asking at once would mostly fail.
            receiveBudget = received < count ? 0 : receiveBudget - received
            fruitlessByteCount += received
            return received
        case .wouldBlock: receiveBudget = 0
        case .ended: hasEnded = true
        case .failed(let error): errorNumber = error.errorNumber
        }
        return nil
    }

    /// Takes all of it, or nothing once the socket is broken.
    fileprivate func accept(_ record: UnsafeRawBufferPointer) -> Bool {
        guard errorNumber == 0 else { return false }
        if isGathering, backlog.count - backlogStart + record.count <= Self.gatherLimit {
            backlog.append(contentsOf: record)
            return true
        }
        let waiting = backlog.count - backlogStart
        let sent = backlog.withUnsafeBytes { bytes in send(UnsafeRawBufferPointer(rebasing: bytes[backlogStart...]), record) }
        guard let sent else { return false }
        dropFromBacklog(min(sent, waiting))
        if sent < waiting + record.count {
            backlog.append(contentsOf: UnsafeRawBufferPointer(rebasing: record[max(0, sent - waiting)...]))
        }
        return true
    }

    /// One `sendmsg` of both; zero where the socket takes none now, `nil` where it is broken.
    private func send(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer) -> Int? {
        let outcome = withUnsafeTemporaryAllocation(of: iovec.self, capacity: 2) { vectors in
            var count = 0
            for bytes in [first, second] where !bytes.isEmpty {
                vectors.initializeElement(
                    at: count,
                    to: iovec(iov_base: UnsafeMutableRawPointer(mutating: bytes.baseAddress), iov_len: bytes.count)
                )
                count += 1
            }
            return socket.write(UnsafeBufferPointer(rebasing: vectors[..<count]))
        }
        switch outcome {
        case .bytes(let count):
            isBlocked = count < first.count + second.count
            return count
        case .wouldBlock, .ended:
            isBlocked = true
            return 0
        case .failed(let error):
            errorNumber = error.errorNumber
            return nil
        }
    }

    private func dropFromBacklog(_ count: Int) {
        backlogStart += count
        guard backlogStart >= backlog.count else { return }
        // Given back: an idle connection keeps nothing.
        backlog = []
        backlogStart = 0
    }
}

// MARK: The BIO

extension TLSWire {
    /// The wire below an SSL object; valid within callbacks.
    static func of(_ ssl: OpaquePointer?) -> TLSWire? { of(bio: SSL_get_rbio(ssl)) }

    private static func of(bio: OpaquePointer?) -> TLSWire? {
        BIO_get_data(bio).map { Unmanaged<TLSWire>.fromOpaque($0).takeUnretainedValue() }
    }

    /// A BIO over this wire, which must outlive it.
    func makeBIO() -> OpaquePointer? {
        guard let method = Self.method, let bio = BIO_new(method) else { return nil }
        BIO_set_data(bio, Unmanaged.passUnretained(self).toOpaque())
        BIO_set_init(bio, 1)
        return bio
    }

    /// Made once for the process, never changed or freed.
    nonisolated(unsafe) private static let method: OpaquePointer? = {
        guard let method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "socket") else { return nil }
        BIO_meth_set_read_ex(method) { bio, buffer, count, received in
            holster_bio_clear_retry_flags(bio)
            guard let wire = TLSWire.of(bio: bio), let buffer else { return 0 }
            guard let bytes = wire.receive(buffer, count) else {
                if wire.errorNumber == 0, !wire.hasEnded { holster_bio_set_retry_read(bio) }
                return 0
            }
            received?.pointee = bytes
            return 1
        }
        BIO_meth_set_write_ex(method) { bio, buffer, count, written in
            holster_bio_clear_retry_flags(bio)
            guard let wire = TLSWire.of(bio: bio), wire.accept(UnsafeRawBufferPointer(start: buffer, count: count)) else {
                return 0
            }
            written?.pointee = count
            return 1
        }
        BIO_meth_set_ctrl(method) { bio, command, _, _ in
            switch command {
            // What is gathered leaves by `flush` of the wire.
            case BIO_CTRL_FLUSH: 1
            case BIO_CTRL_EOF: TLSWire.of(bio: bio)?.hasEnded == true ? 1 : 0
            default: 0
            }
        }
        return method
    }()
}
