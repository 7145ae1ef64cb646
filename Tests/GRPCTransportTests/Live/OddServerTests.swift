import GRPCTransport
import Testing

/// Our client against servers that answer oddly.
@Suite(.timeLimit(.minutes(3)))
struct OddServerTests {
    private static let settings = RawFrames.frame(4)

    private static func trailersOnly(_ stream: UInt32, _ status: String) -> [UInt8] {
        let block =
            RawFrames.literal(":status", "200") + RawFrames.literal("content-type", "application/grpc")
            + RawFrames.literal("grpc-status", status)
        return RawFrames.frame(1, flags: 5, stream: stream, block)
    }

    private static func success(_ stream: UInt32) -> [UInt8] {
        let head = RawFrames.literal(":status", "200") + RawFrames.literal("content-type", "application/grpc")
        return RawFrames.frame(1, flags: 4, stream: stream, head)
            + RawFrames.data(stream: stream, [0, 0, 0, 0, 1, 5], endsStream: false)
            + RawFrames.frame(1, flags: 5, stream: stream, RawFrames.literal("grpc-status", "0"))
    }

    private func single(_ server: RawServer, _ adjust: (inout GRPCChannel.Configuration) -> Void = { _ in }) throws -> LiveClient
    {
        try LiveClient(server.endpoint) {
            $0.connectionCount = 1
            adjust(&$0)
        }
    }

    /// Triton repeats its final frames on refused calls.
    @Test func duplicateFinalFrames_whenTheServerRepeatsThem_areToleratedAndTheConnectionGoesOn() async throws {
        let server = try RawServer(greeting: Self.settings) { connection, stream in
            guard connection == 1 else { return [] }
            let final = Self.trailersOnly(stream, "5") + RawFrames.frame(3, stream: stream, [0, 0, 0, 0])
            return final + final
        }
        let client = try single(server)
        for _ in 0..<5 { #expect(await client.call("Echo").status?.code == .notFound) }
        client.stop()
        server.stop()
    }

    @Test func goAwayAsClient_whenItExcludesTheCall_retriesElsewhere() async throws {
        let server = try RawServer(greeting: Self.settings) { connection, stream in
            connection < 3 ? RawFrames.frame(7, [0, 0, 0, 0, 0, 0, 0, 0]) : Self.success(stream)
        }
        let client = try single(server)
        let outcome = await client.call("Echo")
        #expect(outcome.bytes == [5], "\(outcome)")
        client.stop()
        server.stop()
    }

    @Test func refusedStream_isRetriedAndOtherResetsAreNot() async throws {
        let server = try RawServer(greeting: Self.settings) { _, stream in
            switch stream {
            case 1: RawFrames.frame(3, stream: stream, [0, 0, 0, 7])
            case 3: Self.success(stream)
            case 5: RawFrames.frame(3, stream: stream, [0, 0, 0, 11])
            default: RawFrames.frame(3, stream: stream, [0, 0, 0, 8])
            }
        }
        let client = try single(server)
        #expect(await client.call("Echo").bytes == [5])
        #expect(await client.call("Echo").status?.code == .resourceExhausted)
        #expect(await client.call("Echo").status?.code == .cancelled)
        client.stop()
        server.stop()
    }

    @Test func server_whenItSaysNothing_isUnavailableAfterTheConnectTimeout() async throws {
        let server = try RawServer(greeting: []) { _, _ in [] }
        let client = try single(server) { $0.connectTimeout = .milliseconds(100) }
        #expect(await client.call("Echo").status?.code == .unavailable)
        client.stop()
        server.stop()
    }

    @Test func server_whenItSpeaksHTTP1_isUnavailable() async throws {
        let server = try RawServer(greeting: Array("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n".utf8)) { _, _ in [] }
        let client = try single(server)
        #expect(await client.call("Echo").status?.code == .unavailable)
        client.stop()
        server.stop()
    }

    @Test func connection_whenLostMidCall_isUnavailableAndReplaced() async throws {
        let server = try RawServer(greeting: Self.settings) { connection, stream in connection == 1 ? [] : Self.success(stream) }
        let client = try single(server)
        #expect(await client.call("Echo").status?.code == .unavailable)
        #expect(await client.call("Echo").bytes == [5])
        client.stop()
        server.stop()
    }

    @Test func httpError_isTranslated() async throws {
        let server = try RawServer(greeting: Self.settings) { _, stream in
            RawFrames.frame(1, flags: 5, stream: stream, RawFrames.literal(":status", "503"))
        }
        let client = try single(server)
        #expect(await client.call("Echo").status?.code == .unavailable)
        client.stop()
        server.stop()
    }
}
