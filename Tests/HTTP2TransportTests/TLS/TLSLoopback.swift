import Foundation
import Glibc
import HTTP2Transport
import Synchronization

/// A listener on loopback whose connections are echoed on a thread of its own, for peers that are other programs.
final class TLSLoopback: Sendable {
    enum Role: Sendable {
        case server(TLSServerContext)
        /// Sends `hello` first.
        case client(TLSClientContext, host: String)
    }

    private struct State {
        var isStopped = false
        var hasEnded = false
        var outcomes: [String] = []
    }

    let port: UInt16
    private let state = Mutex(State())

    convenience init(_ context: TLSServerContext) throws { try self.init(.server(context)) }

    init(_ role: Role) throws {
        let listener = try ListeningSocket(.host("127.0.0.1", port: 0))
        port = listener.endpoint.port ?? 0
        let thread = Thread { [self] in
            while !state.withLock({ $0.isStopped }) {
                var waiting = pollfd(fd: listener.descriptor, events: Int16(POLLIN), revents: 0)
                guard poll(&waiting, 1, 20) > 0, case .connection(let socket, _) = listener.accept() else { continue }
                let outcome = serve(socket, role)
                state.withLock { $0.outcomes.append(outcome) }
            }
            state.withLock { $0.hasEnded = true }
        }
        thread.start()
    }

    /// How each connection so far ended: protocol and end.
    func finish() -> [String] {
        state.withLock { $0.isStopped = true }
        while !state.withLock({ $0.hasEnded }) { usleep(2_000) }
        return state.withLock { $0.outcomes }
    }

    private func serve(_ socket: PlainSocket, _ role: Role) -> String {
        let stream: TLSStream?
        switch role {
        case .server(let context): stream = TLSStream(server: context, over: socket)
        case .client(let context, let host): stream = TLSStream(client: context, host: host, over: socket)
        }
        guard let stream else { return "no stream" }
        let peer = TransportPeer(stream)
        if case .client = role { peer.toSend = Array("hello".utf8) }
        if case .server = role { peer.echoes = true }
        let wentOn = TransportPeer.run([peer]) { peer.isEnded }
        let version = stream.isEstablished ? stream.protocolDescription : "not established"
        stream.finish()
        guard wentOn, let end = peer.end else { return "\(version): stuck" }
        if case .failed(let error) = end { return "\(version): \(error)" }
        return "\(version): ended after \(peer.received.count) bytes"
    }

    /// Debian's own client, which says hello and leaves. Its output.
    func sClient(_ fixture: TLSFixture, _ arguments: [String]) throws -> String {
        try TLSFixture.openssl(
            ["s_client", "-connect", "127.0.0.1:\(port)", "-CAfile", fixture.authority, "-servername", "localhost"]
                + ["-verify_return_error"] + arguments
        )
    }
}
