import GRPCTransport
import Synchronization
import Testing

/// What the server reports, and the causes it gives.
@Suite(.timeLimit(.minutes(3)))
struct ServerEventsTests {
    private static let hello = RawFrames.preface + RawFrames.frame(4)
    private static let message: [UInt8] = [0, 0, 0, 0, 3, 1, 2, 3]

    private final class Events: Sendable {
        private let all = Mutex<[GRPCServerEvent]>([])

        func add(_ event: GRPCServerEvent) { all.withLock { $0.append(event) } }

        var opened: Int { all.withLock { $0.count { $0 == .connectionOpened } } }

        var causes: [String] {
            all.withLock {
                $0.compactMap { event -> String? in if case .connectionClosed(let cause, _) = event { cause } else { nil } }
            }
        }

        func count(_ event: GRPCServerEvent) -> Int { all.withLock { $0.count { $0 == event } } }
    }

    enum Abuse: String, CaseIterable, Sendable {
        case pings = "ping_flood"
        case settings = "settings_flood"
        case emptyData = "frame_flood"
        case resets = "reset_flood"
        case headerBomb = "header_bomb"
        case halfHeaders = "header_timeout"
        case silence = "handshake_timeout"
        case noHTTP2 = "protocol_error"
        case leaving = "peer_closed"
        case deafness = "keepalive_timeout"
    }

    private static func commit(_ abuse: Abuse, on peer: RawPeer) {
        if abuse != .silence, abuse != .noHTTP2 { peer.send(hello) }
        switch abuse {
        case .pings: for _ in 0..<10 { peer.send(RawFrames.frame(6, [1, 2, 3, 4, 5, 6, 7, 8])) }
        case .settings: for _ in 0..<100 { peer.send(RawFrames.frame(4)) }
        case .emptyData:
            peer.send(RawFrames.headers(stream: 1))
            for _ in 0..<300 { peer.send(RawFrames.data(stream: 1, [], endsStream: false)) }
        case .resets:
            for number in 0..<40 {
                let stream = UInt32(number * 2 + 1)
                peer.send(RawFrames.headers(stream: stream) + RawFrames.frame(3, stream: stream, [0, 0, 0, 8]))
            }
        case .headerBomb:
            let entry = [UInt8(0x40)] + RawFrames.literal("x", String(repeating: "y", count: 4_000)).dropFirst()
            peer.send(RawFrames.frame(1, flags: 4, stream: 1, entry + [UInt8](repeating: 0xBE, count: 12_000)))
        case .halfHeaders: peer.send(RawFrames.frame(1, stream: 1, RawFrames.literal(":method", "POST")))
        case .silence, .leaving: break
        case .noHTTP2: peer.send(Array("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8))
        case .deafness: peer.send(RawFrames.headers(stream: 1, path: "/test.Stream/Sleep"))
        }
        if abuse == .leaving { peer.finishSending() }
    }

    @Test(arguments: Abuse.allCases) func connectionClosed_saysWhy(_ abuse: Abuse) async throws {
        let events = Events()
        let server = try LiveServer {
            $0.onEvent = { events.add($0) }
            $0.frameBurst = 100
            $0.framesPerSecond = 1
            $0.resetBurst = 20
            if abuse == .halfHeaders { $0.headerTimeout = .milliseconds(100) }
            if abuse == .silence { $0.handshakeTimeout = .milliseconds(100) }
            if abuse == .deafness {
                $0.keepaliveInterval = .milliseconds(100)
                $0.keepaliveTimeout = .milliseconds(100)
            }
        }
        let peer = try RawPeer(port: server.endpoint.port ?? 0)
        Self.commit(abuse, on: peer)
        // A peer that reads nothing, not even the PING, does not answer it either.
        #expect(await eventually { events.causes.count == 1 })
        #expect(events.causes == [abuse.rawValue])
        #expect(events.opened == 1)
        #expect(await eventually { server.server.connectionCount == 0 && server.server.runningCallCount == 0 })
        _ = peer
        await server.stop()
    }

    /// A block that the library refuses is over: it is not one that never ends.
    @Test func malformedHeaders_resetTheirStreamAndLeaveTheConnection() async throws {
        let events = Events()
        let server = try LiveServer {
            $0.onEvent = { events.add($0) }
            $0.headerTimeout = .milliseconds(200)
        }
        let peer = try RawPeer(port: server.endpoint.port ?? 0)
        peer.send(Self.hello + RawFrames.headers(stream: 1, path: "/test.Echo/Wait") + RawFrames.data(stream: 1, Self.message))
        peer.send(RawFrames.headers(stream: 3, adding: [RawFrames.literal("Upper-Case", "1")]))
        peer.send(RawFrames.frame(1, flags: 5, stream: 5, RawFrames.literal(":path", "/")))
        var seen: [UInt8] = []
        #expect(peer.readFrame(type: 3, stream: 3, into: &seen) != nil)
        #expect(peer.readFrame(type: 3, stream: 5, into: &seen) != nil)
        try await Task.sleep(for: .milliseconds(600))
        server.opened.increment()
        #expect(peer.readFrame(type: 0, stream: 1, into: &seen) == Self.message)
        #expect(events.causes.isEmpty)
        await server.stop()
    }

    @Test func refusals_areCounted() async throws {
        let events = Events()
        try await withLive(
            server: {
                $0.onEvent = { events.add($0) }
                $0.maxConcurrentStreamsPerConnection = 1
                $0.maxConnections = 1
            },
            client: { $0.connectionCount = 1 }
        ) { server, client in
            #expect(await client.call("Nothing").status?.code == .unimplemented)
            #expect(events.count(.callRefused(.unimplemented)) == 1)
            let holding = try client.stream("Sleep")
            #expect(await eventually { server.streaming.begunCount.count == 1 })
            #expect(await client.call("Echo").status?.code == .unavailable)
            #expect(events.count(.streamRefused) > 0)
            let second = try RawPeer(port: server.endpoint.port ?? 0)
            #expect(second.readToEnd() == [])
            #expect(events.count(.connectionTurnedAway) == 1)
            holding.cancel()
        }
        #expect(events.opened == events.causes.count)
    }

    @Test func connections_openedAndClosed_comeInPairs() async throws {
        let events = Events()
        try await withLive(.inProcess, server: { $0.onEvent = { events.add($0) } }, client: { $0.connectionCount = 3 }) {
            _,
            client in
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<50 { group.addTask { _ = await client.call("Echo", [1]) } }
            }
        }
        #expect(events.opened >= 1)
        #expect(await eventually { events.opened == events.causes.count })
    }
}
