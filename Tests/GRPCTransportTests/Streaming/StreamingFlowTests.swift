import GRPCTransport
import Testing

/// Nobody sends far ahead of whoever reads.
@Suite(.timeLimit(.minutes(3)))
struct StreamingFlowTests {
    private static let mebibyte = [UInt8](repeating: 3, count: 1 << 20)

    /// Waits until a count has not grown for a while; the count.
    private func settled(_ counter: LiveServer.Counter) async -> Int {
        var last = -1
        var rounds = 0
        while rounds < 20 {
            let now = counter.count
            rounds = now == last ? rounds + 1 : 0
            last = now
            try? await Task.sleep(for: .milliseconds(10))
        }
        return last
    }

    @Test(arguments: Way.allCases) func handlerThatNeverReads_boundsTheSender(_ way: Way) async throws {
        try await withLive(way) { server, client in
            let call = try client.stream("Gated")
            let sentCount = LiveServer.Counter()
            let sending = Task {
                for _ in 0..<40 {
                    try await call.send(GRPCMessage(Self.mebibyte))
                    sentCount.increment()
                }
                call.finish()
            }
            #expect(await eventually { sentCount.count >= 1 })
            // A window of 4 MiB, and what the sender may have waiting.
            #expect(await settled(sentCount) <= 6)
            #expect(server.server.bufferedRequestByteCount <= 5 << 20)
            server.streaming.opened.increment()
            let (answers, status) = await call.rest()
            #expect(status.code == .ok)
            #expect(answers.first.map { String(decoding: $0, as: UTF8.self) }?.hasPrefix("40 \(40 << 20) ") == true)
            _ = await sending.result
        }
    }

    @Test(arguments: Way.allCases) func clientThatNeverReads_blocksTheHandlerInSend(_ way: Way) async throws {
        try await withLive(way) { server, client in
            let call = try client.stream("Flood")
            #expect(await eventually { server.streaming.floodCount.count > 0 })
            let ahead = await settled(server.streaming.floodCount)
            // A window of 4 MiB, and 256 KiB that may wait.
            #expect(ahead << 14 <= 5 << 20)
            #expect(await settled(server.streaming.floodCount) == ahead)
            // Reading lets it go on.
            for _ in 0..<1_000 { #expect(try await call.nextMessage()?.count == 16 << 10) }
            #expect(server.streaming.floodCount.count > ahead)
            call.cancel()
        }
    }

    /// A call that is over lets go of a handler that waits in `send`, though its caller reads no more.
    @Test func refusedCall_wakesAHandlerThatWaitsInSend() async throws {
        let gate = CountingGate(byteLimit: 1_000)
        try await withLive(server: { $0.gate = gate }) { server, client in
            let call = try client.stream("Flood", timeout: nil)
            #expect(await eventually { server.streaming.floodCount.count > 0 })
            _ = await settled(server.streaming.floodCount)
            try await call.send(GRPCMessage([UInt8](repeating: 1, count: 2_000)))
            #expect(await eventually { server.streaming.endedCount.count == 1 })
            #expect(await eventually { gate.endedCount.count == 1 })
            call.cancel()
        }
    }

    /// Other calls go on beside as many unread streams as fill the connection's window.
    @Test func unreadStreams_doNotStarveTheOtherCallsOfTheirConnection() async throws {
        try await withLive(client: { $0.connectionCount = 1 }) { server, client in
            let floods = try (0..<6).map { _ in try client.stream("Flood", timeout: nil) }
            _ = await settled(server.streaming.floodCount)
            #expect(await client.call("Echo", Self.mebibyte).bytes?.count == 1 << 20)
            for call in floods { call.cancel() }
        }
    }

    @Test(arguments: [GRPCCompression.identity, .gzip]) func limits_perCall_areKept(_ compression: GRPCCompression) async throws {
        try await withLive { _, client in
            var options = GRPCCallOptions()
            options.compression = compression
            options.maxSendMessageByteCount = 1_000
            options.maxReceiveMessageByteCount = 100
            let call = try client.stream("Packed", options: options)
            let sending = await #expect(throws: GRPCStatus.self) {
                try await call.send(GRPCMessage([UInt8](repeating: 0, count: 1_001)))
            }
            #expect(sending?.code == .resourceExhausted)
            try await call.send(GRPCMessage([UInt8](repeating: 0, count: 100)))
            #expect(try await call.nextMessage()?.count == 100)
            try await call.send(GRPCMessage([UInt8](repeating: 0, count: 1_000)))
            #expect(await call.rest().status.code == .resourceExhausted)
            let deadline = ContinuousClock.now.advanced(by: .seconds(60))
            let unary = await #expect(throws: GRPCStatus.self) {
                try await client.channel.unary(
                    "/test.Echo/Echo",
                    GRPCMessage([UInt8](repeating: 0, count: 101)),
                    deadline: deadline,
                    options: options
                )
            }
            #expect(unary?.code == .resourceExhausted)
        }
    }

    @Test(arguments: Way.allCases) func compression_whenGzipBothWays_arrivesUnchanged(_ way: Way) async throws {
        try await withLive(way) { _, client in
            var options = GRPCCallOptions()
            options.compression = .gzip
            let messages = [[], [1], Self.mebibyte, Array("text, text, text".utf8)]
            let call = try client.stream("Packed", options: options)
            for message in messages {
                try await call.send(GRPCMessage(message))
                #expect(try await call.nextMessage() == message)
            }
            call.finish()
            #expect(await call.rest().status.code == .ok)
            for message in messages {
                let deadline = ContinuousClock.now.advanced(by: .seconds(60))
                let packed = try await client.channel.unary(
                    "/test.Echo/Packed",
                    GRPCMessage(message),
                    deadline: deadline,
                    options: options
                )
                #expect(Array(packed.message) == message)
                // A caller that sends plain messages may still read packed ones.
                let plain = try await client.channel.unary("/test.Echo/Packed", GRPCMessage(message), deadline: deadline)
                #expect(Array(plain.message) == message)
            }
        }
    }

    /// 20 KiB on the wire, 20 MiB in memory: over the limit once it is unpacked.
    @Test func compression_whenAZipBomb_isResourceExhausted() async throws {
        try await withLive(server: { $0.maxRequestByteCount = 1 << 20 }) { server, client in
            var options = GRPCCallOptions()
            options.compression = .gzip
            let bomb = GRPCMessage([UInt8](repeating: 0, count: 20 << 20))
            let call = try client.stream("Packed", options: options)
            try await call.send(bomb)
            #expect(await call.rest().status.code == .resourceExhausted)
            let deadline = ContinuousClock.now.advanced(by: .seconds(60))
            let unary = await #expect(throws: GRPCStatus.self) {
                try await client.channel.unary("/test.Echo/Packed", bomb, deadline: deadline, options: options)
            }
            #expect(unary?.code == .resourceExhausted)
        }
    }
}
