import GRPCTransport
import TestSupport
import Testing

/// Conversations written byte by byte, good ones and mutated ones; what `hostile_peer.py` plays is tested beside this file.
@Suite(.timeLimit(.minutes(3)))
struct RawConversationTests {
    private static let hello = RawFrames.preface + RawFrames.frame(4)
    private static let message: [UInt8] = [0, 0, 0, 0, 3, 1, 2, 3]

    private func stillServes(_ server: LiveServer) async throws {
        let client = try LiveClient(server.endpoint)
        #expect(await client.call("Echo", [9]).bytes == [9])
        client.stop()
        await server.stop()
    }

    @Test func unaryCore_whenWrittenByHand_isAnswered() async throws {
        let server = try LiveServer()
        let peer = try RawPeer(port: server.endpoint.port ?? 0)
        peer.send(Self.hello + RawFrames.headers(stream: 1) + RawFrames.data(stream: 1, Self.message))
        var seen: [UInt8] = []
        #expect(peer.readFrame(type: 0, stream: 1, into: &seen) == Self.message)
        try await stillServes(server)
    }

    /// One byte a DATA frame, the prefix split, padding in between.
    @Test func fragmentation_whenFramesArePadded_isAnswered() async throws {
        let server = try LiveServer()
        let peer = try RawPeer(port: server.endpoint.port ?? 0)
        var bytes = Self.hello + RawFrames.headers(stream: 1)
        for byte in Self.message {
            bytes += RawFrames.data(stream: 1, [byte], endsStream: false)
            bytes += RawFrames.frame(0, flags: 8, stream: 1, [2, 0, 0])
        }
        bytes += RawFrames.data(stream: 1, [], endsStream: true)
        for byte in bytes { peer.send([byte]) }
        var seen: [UInt8] = []
        #expect(peer.readFrame(type: 0, stream: 1, into: &seen) == Self.message)
        try await stillServes(server)
    }

    @Test(arguments: [
        Array("GET / HTTP/1.1\r\nHost: x\r\n\r\n".utf8), [UInt8](repeating: 0, count: 1_000),
        RawFrames.preface + [255, 255, 255, 4, 0, 0, 0, 0, 0],
        hello + RawFrames.data(stream: 1, [1]), hello + RawFrames.frame(9, flags: 4, stream: 1, [1]),
    ])
    func httpFallback_whenNotHTTP2_endsTheConnection(_ bytes: [UInt8]) async throws {
        let server = try LiveServer()
        let peer = try RawPeer(port: server.endpoint.port ?? 0)
        peer.send(bytes)
        #expect(peer.readToEnd() != nil)
        try await stillServes(server)
    }

    @Test func abandonedRequests_leaveNothingBehind() async throws {
        let server = try LiveServer()
        for _ in 0..<50 {
            let peer = try RawPeer(port: server.endpoint.port ?? 0)
            peer.send(Self.hello + RawFrames.headers(stream: 1))
            peer.send(RawFrames.data(stream: 1, [0, 0, 0, 255, 255] + [UInt8](repeating: 1, count: 10_000), endsStream: false))
            var seen: [UInt8] = []
            #expect(peer.readFrame(type: 4, stream: 0, into: &seen) != nil)
        }
        #expect(await eventually { server.server.bufferedRequestByteCount == 0 })
        try await stillServes(server)
    }

    /// 1,000 streams are answered and reset while their 100 KB still come: far more than the connection's window of 16 MiB.
    @Test func resetStreams_giveTheirCreditBack() async throws {
        let server = try LiveServer()
        let client = try LiveClient(server.endpoint) { $0.connectionCount = 1 }
        let request = [UInt8](repeating: 1, count: 100_000)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<40 {
                group.addTask {
                    for _ in 0..<25 { #expect(await client.call("Nothing", request).status?.code == .unimplemented) }
                }
            }
        }
        #expect(await client.call("Echo", [UInt8](repeating: 2, count: 20_000_000)).bytes?.count == 20_000_000)
        client.stop()
        await server.stop()
    }

    /// Seeded mutations of a good conversation: whatever comes, the server neither traps nor stops serving.
    @Test func mutatedConversations_doNotHarmTheServer() async throws {
        let server = try LiveServer()
        var random = SeededRandom(seed: 47)
        let good =
            Self.hello + RawFrames.headers(stream: 1) + RawFrames.data(stream: 1, Self.message)
            + RawFrames.headers(stream: 3, adding: [RawFrames.literal("grpc-timeout", "50m"), RawFrames.literal("x-bin", "Zm8")])
            + RawFrames.data(stream: 3, Self.message, endsStream: false) + RawFrames.data(stream: 3, [])
            + RawFrames.frame(6, [1, 2, 3, 4, 5, 6, 7, 8]) + RawFrames.frame(3, stream: 3, [0, 0, 0, 8])
        for _ in 0..<300 {
            var bytes = good
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let place = Int.random(in: RawFrames.preface.count..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: place)
                default: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
                }
            }
            let peer = try RawPeer(port: server.endpoint.port ?? 0)
            peer.send(bytes)
            peer.finishSending()
            #expect(peer.readToEnd() != nil)
        }
        try await stillServes(server)
    }
}
