import Glibc
import HTTP2Transport
import Reactor

/// One end of a connection, driven as `HTTP2Connection` drives a transport: by readiness alone.
final class TransportPeer {
    let transport: any ByteTransport
    var toSend: [UInt8] = []
    private(set) var sentCount = 0
    private(set) var received: [UInt8] = []
    private(set) var end: TransportOutcome?
    private(set) var readCount = 0
    var readByteCount = 128 << 10
    /// Sizes of the vectors that a write is made of, in turn.
    var vectorSizes = [1 << 20]
    /// Sends back what it receives.
    var echoes = false
    /// Does not read.
    var isDeaf = false

    init(_ transport: any ByteTransport) { self.transport = transport }

    var hasOutput: Bool { sentCount < toSend.count }
    var isEnded: Bool { end != nil }

    func read() {
        guard end == nil, !isDeaf else { return }
        var buffer = [UInt8](repeating: 0, count: readByteCount)
        readCount += 1
        switch buffer.withUnsafeMutableBytes({ transport.read(into: $0) }) {
        case .bytes(let count):
            received += buffer[..<count]
            if echoes { toSend += buffer[..<count] }
        case .wouldBlock: break
        case let outcome: end = outcome
        }
    }

    func write() {
        while end == nil {
            let outcome = withVectors { transport.write($0) }
            switch outcome {
            case .bytes(let count):
                sentCount += count
                if !hasOutput { return }
            case .wouldBlock: return
            case let outcome: end = outcome
            }
        }
    }

    private func withVectors(_ body: (UnsafeBufferPointer<iovec>) -> TransportOutcome) -> TransportOutcome {
        toSend.withUnsafeMutableBytes { bytes in
            var vectors: [iovec] = []
            var offset = sentCount
            while offset < bytes.count, vectors.count < 32 {
                let size = min(vectorSizes[vectors.count % vectorSizes.count], bytes.count - offset)
                vectors.append(iovec(iov_base: bytes.baseAddress.map { $0 + offset }, iov_len: size))
                offset += size
            }
            return vectors.withUnsafeBufferPointer(body)
        }
    }

    /// Drives both ends until `done`. False where nothing was ready for `patience` seconds, which in these tests means for ever.
    static func run(_ peers: [TransportPeer], patience: Int32 = 5, until done: () -> Bool) -> Bool {
        for peer in peers { peer.write() }
        while !done() {
            let hasInput = peers.contains { !$0.isEnded && !$0.isDeaf && $0.transport.hasBufferedInput }
            var watched = peers.map { peer in
                var events: Int32 = 0
                let interest = peer.transport.interest(hasOutput: peer.hasOutput)
                if interest.contains(.readable), !peer.isDeaf { events |= POLLIN }
                if interest.contains(.writable) { events |= POLLOUT }
                return pollfd(fd: peer.isEnded ? -1 : peer.transport.descriptor, events: Int16(events), revents: 0)
            }
            guard poll(&watched, nfds_t(watched.count), hasInput ? 0 : patience * 1_000) > 0 || hasInput else { return false }
            for (peer, found) in zip(peers, watched) {
                let wasEstablished = peer.transport.isEstablished
                if Int32(found.revents) & (POLLIN | POLLERR | POLLHUP) != 0 || peer.transport.hasBufferedInput { peer.read() }
                let isNew = peer.transport.isEstablished && !wasEstablished
                if Int32(found.revents) & POLLOUT != 0 || peer.hasOutput && (peer.echoes || isNew) { peer.write() }
            }
        }
        return true
    }

    /// Two connected sockets without a name.
    static func sockets(sendBufferByteCount: Int32? = nil) throws -> (PlainSocket, PlainSocket) {
        var pair: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0, &pair) == 0 else {
            throw SocketError(call: "socketpair", errorNumber: errno)
        }
        if var size = sendBufferByteCount {
            for descriptor in pair { setsockopt(descriptor, SOL_SOCKET, SO_SNDBUF, &size, socklen_t(MemoryLayout<Int32>.size)) }
        }
        return (PlainSocket(owning: pair[0]), PlainSocket(owning: pair[1]))
    }
}

/// A client and a server that talk TLS over a socket pair.
struct TLSPair {
    let client: TransportPeer
    let server: TransportPeer

    init(
        _ serverContext: TLSServerContext,
        _ clientContext: TLSClientContext,
        host: String = "localhost",
        sendBufferByteCount: Int32? = nil
    ) throws {
        let (one, other) = try TransportPeer.sockets(sendBufferByteCount: sendBufferByteCount)
        guard let clientStream = TLSStream(client: clientContext, host: host, over: one),
            let serverStream = TLSStream(server: serverContext, over: other)
        else { throw TLSFixture.Failure(description: "no stream") }
        client = TransportPeer(clientStream)
        server = TransportPeer(serverStream)
    }

    /// With the fixture's own server and authority.
    init(_ fixture: TLSFixture, host: String = "localhost", sendBufferByteCount: Int32? = nil) throws {
        try self.init(
            TLSServerContext(.init(identity: fixture.server)),
            TLSClientContext(.init(authorityFile: fixture.authority)),
            host: host,
            sendBufferByteCount: sendBufferByteCount
        )
    }

    func run(until done: () -> Bool) -> Bool { TransportPeer.run([client, server], until: done) }

    /// True where both ends are established; false where one failed.
    func shakeHands() -> Bool {
        _ = run { client.isEnded || server.isEnded || client.transport.isEstablished && server.transport.isEstablished }
        return client.transport.isEstablished && server.transport.isEstablished
    }
}
