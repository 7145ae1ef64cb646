import GRPCTransport
import Testing

@Suite(.timeLimit(.minutes(3)))
struct ClientKeepaliveTests {
    /// A server that takes the request and says nothing any more, not even to a PING.
    @Test func server_whenItFallsSilentInAStream_isGivenUpAndTheCallUnavailable() async throws {
        let server = try RawServer(greeting: RawFrames.frame(4)) { _, _ in RawFrames.frame(0xEE) }
        let client = try LiveClient(server.endpoint) {
            $0.connectionCount = 1
            $0.keepaliveInterval = .milliseconds(100)
            $0.keepaliveTimeout = .milliseconds(200)
        }
        let call = try client.stream("Echo", timeout: nil)
        try await call.send(GRPCMessage([1]))
        call.finish()
        #expect(await call.rest().status.code == .unavailable)
        client.stop()
        server.stop()
    }

    /// With answers to its PINGs the client waits as long as the call takes, and the server takes no offence.
    @Test func server_whenItAnswersPings_isWaitedFor() async throws {
        try await withLive(
            server: { $0.keepaliveInterval = .milliseconds(50) },
            client: {
                $0.connectionCount = 1
                $0.keepaliveInterval = .milliseconds(50)
                $0.keepaliveTimeout = .seconds(30)
            }
        ) { server, client in
            let call = try client.stream("Gated", timeout: nil)
            try await call.send(GRPCMessage([1]))
            try await Task.sleep(for: .seconds(1))
            server.streaming.opened.increment()
            call.finish()
            #expect(await call.rest().status.code == .ok)
        }
    }

    /// Metadata that no frame can carry fails its own call, not those beside it.
    @Test func headers_whenTooLongToSend_failTheirCallAlone() async throws {
        try await withLive(client: { $0.connectionCount = 1 }) { server, client in
            let beside = try client.stream("Echo")
            try await beside.send(GRPCMessage([1]))
            #expect(try await beside.nextMessage() == [1])
            var metadata = GRPCMetadata()
            metadata.add("x-long", String(repeating: "y", count: 200_000))
            #expect(await client.call("Echo", metadata: metadata).status != nil)
            // What the server does not read, it says.
            var long = GRPCMetadata()
            long.add("x-long", String(repeating: "y", count: 20_000))
            #expect(await client.call("Echo", metadata: long).status?.code == .resourceExhausted)
            try await beside.send(GRPCMessage([2]))
            #expect(try await beside.nextMessage() == [2])
            beside.finish()
            #expect(await beside.rest().status.code == .ok)
        }
    }
}
