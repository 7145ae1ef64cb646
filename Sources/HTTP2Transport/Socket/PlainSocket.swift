package import Glibc
package import Reactor

/// A connected, non-blocking stream socket; the descriptor is closed when the last reference goes.
package final class PlainSocket: ByteTransport, Sendable {
    package let descriptor: Int32

    /// Takes ownership of the descriptor.
    package init(owning descriptor: Int32) { self.descriptor = descriptor }

    /// Two sockets that are connected with each other.
    package static func pair() throws(SocketError) -> (PlainSocket, PlainSocket) {
        var descriptors: [Int32] = [-1, -1]
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, type, 0, &descriptors) == 0 else { throw SocketError(call: "socketpair", errorNumber: errno) }
        return (PlainSocket(owning: descriptors[0]), PlainSocket(owning: descriptors[1]))
    }

    deinit { close(descriptor) }

    package var isEstablished: Bool { true }
    package var pendingInterest: Readiness { [] }
    package var hasBufferedInput: Bool { false }
    package var peerCertificate: TLSPeerCertificate? { nil }

    package func read(into buffer: UnsafeMutableRawBufferPointer) -> TransportOutcome {
        while true {
            let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
            if count > 0 { return .bytes(count) }
            if count == 0 { return .ended }
            if errno != EINTR { return Self.outcome(of: errno, call: "recv") }
        }
    }

    package func write(_ vectors: UnsafeBufferPointer<iovec>) -> TransportOutcome {
        // sendmsg instead of writev: MSG_NOSIGNAL keeps a dead peer from raising SIGPIPE.
        var message = msghdr()
        message.msg_iov = UnsafeMutablePointer(mutating: vectors.baseAddress)
        message.msg_iovlen = vectors.count
        while true {
            let count = sendmsg(descriptor, &message, Int32(MSG_NOSIGNAL))
            if count >= 0 { return .bytes(count) }
            if errno != EINTR { return Self.outcome(of: errno, call: "send") }
        }
    }

    package func finish() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    /// Small writes leave at once; a dead peer with unacknowledged bytes is noticed by the kernel after 20 s.
    package func setStreamOptions() {
        setOption(IPPROTO_TCP, TCP_NODELAY, 1)
        setOption(IPPROTO_TCP, TCP_USER_TIMEOUT, 20_000)
    }

    /// The error that a connect ended with, 0 for success.
    package func takePendingError() -> Int32 {
        var value: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        guard getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &value, &length) == 0 else { return errno }
        return value
    }

    private func setOption(_ level: Int, _ name: Int32, _ value: Int32) {
        var value = value
        // Fails on Unix sockets, which need neither.
        _ = setsockopt(descriptor, Int32(level), name, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    private static func outcome(of errorNumber: Int32, call: String) -> TransportOutcome {
        if errorNumber == EAGAIN || errorNumber == EWOULDBLOCK { return .wouldBlock }
        return .failed(SocketError(call: call, errorNumber: errorNumber))
    }
}
