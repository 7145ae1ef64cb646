internal import Glibc

/// A bound, listening, non-blocking socket; closed when the last reference goes.
package final class ListeningSocket: Sendable {
    package let descriptor: Int32
    /// Where it listens, with the actual port.
    package let endpoint: SocketEndpoint

    /// One socket for each of `count` threads, all on one port, so that the kernel spreads connections over them; a single one for a Unix path.
    ///
    /// Without `sharesPort` a port on which another process listens is refused, as ever. May block where the host is a name.
    package static func group(_ asked: SocketEndpoint, count: Int, sharesPort: Bool) throws(SocketError) -> [ListeningSocket] {
        if case .unix = asked { return [try ListeningSocket(asked)] }
        if count <= 1, !sharesPort { return [try ListeningSocket(asked)] }
        // Bound without SO_REUSEPORT this fails where anybody else listens.
        if !sharesPort { _ = try ListeningSocket(asked, listens: false) }
        let first = try ListeningSocket(asked, reusesPort: true)
        var group = [first]
        for _ in 1..<max(1, count) { group.append(try ListeningSocket(first.endpoint, reusesPort: true)) }
        return group
    }

    /// May block where the host is a name.
    package init(
        _ asked: SocketEndpoint,
        backlog: Int32 = 1_024,
        reusesPort: Bool = false,
        listens: Bool = true
    ) throws(SocketError) {
        guard let address = try SocketAddress.lookUp(asked).first else { throw SocketError(call: "bind", reason: "no address") }
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(address.family, type, 0)
        guard descriptor >= 0 else { throw SocketError(call: "socket", errorNumber: errno) }
        var one: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
        if reusesPort { setsockopt(descriptor, SOL_SOCKET, SO_REUSEPORT, &one, socklen_t(MemoryLayout<Int32>.size)) }
        if case .unix(let path) = asked { Self.removeStaleSocket(path, address) }
        let bound = address.withPointer { bind(descriptor, $0, $1) }
        guard bound == 0 else { throw Self.failure("bind \(asked)", descriptor) }
        if listens {
            guard listen(descriptor, backlog) == 0 else { throw Self.failure("listen \(asked)", descriptor) }
        }
        self.descriptor = descriptor
        endpoint = Self.localEndpoint(descriptor) ?? asked
    }

    deinit { close(descriptor) }

    package enum Accepted {
        case connection(PlainSocket, peer: String)
        case nothing
        /// Out of descriptors or memory: the connection still waits, and asking again at once would fail again.
        case exhausted
    }

    package func accept() -> Accepted {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let accepted = withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.accept(descriptor, $0, &length)
            }
        }
        guard accepted >= 0 else {
            return [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(errno) ? .exhausted : .nothing
        }
        let socket = PlainSocket(owning: accepted)
        guard fcntl(accepted, F_SETFL, O_NONBLOCK) == 0, fcntl(accepted, F_SETFD, FD_CLOEXEC) == 0 else { return .nothing }
        socket.setStreamOptions()
        let size = Int(length)
        let peer = withUnsafeBytes(of: &storage) { bytes in
            bytes.baseAddress.flatMap { SocketAddress(copying: $0, length: size) }?.endpoint?.description
        }
        return .connection(socket, peer: peer ?? "unknown")
    }

    /// A socket file that nobody answers on is left over from a process that died.
    private static func removeStaleSocket(_ path: String, _ address: SocketAddress) {
        let probe = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
        guard probe >= 0 else { return }
        defer { close(probe) }
        let result = address.withPointer { connect(probe, $0, $1) }
        if result != 0, errno == ECONNREFUSED { unlink(path) }
    }

    private static func failure(_ call: String, _ descriptor: Int32) -> SocketError {
        defer { close(descriptor) }
        return SocketError(call: call, errorNumber: errno)
    }

    private static func localEndpoint(_ descriptor: Int32) -> SocketEndpoint? {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let result = withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        guard result == 0 else { return nil }
        let size = Int(length)
        return withUnsafeBytes(of: &storage) { bytes in
            bytes.baseAddress.flatMap { SocketAddress(copying: $0, length: size) }?.endpoint
        }
    }
}
