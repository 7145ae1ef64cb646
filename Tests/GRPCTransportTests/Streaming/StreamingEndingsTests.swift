import GRPCTransport
import Testing

/// The ways in which a streaming call ends before its time.
@Suite(.timeLimit(.minutes(3)))
struct StreamingEndingsTests {
    @Test(arguments: Way.allCases) func deadline_inMidStream_endsBothSides(_ way: Way) async throws {
        try await withLive(way) { server, client in
            let call = try client.stream("Sleep", timeout: .milliseconds(300))
            _ = await call.initialMetadata
            #expect(await call.rest().status.code == .deadlineExceeded)
            #expect(await eventually { server.streaming.cancelledCount.count == server.streaming.begunCount.count })
        }
    }

    @Test(arguments: Way.allCases) func deadline_whileTheHandlerWaitsForAMessage_cancelsIt(_ way: Way) async throws {
        try await withLive(way) { server, client in
            let call = try client.stream("Echo", timeout: .milliseconds(300))
            #expect(await call.rest().status.code == .deadlineExceeded)
            #expect(await eventually { server.streaming.endedCount.count == server.streaming.begunCount.count })
            #expect(server.streaming.cancelledCount.count == server.streaming.begunCount.count)
        }
    }

    @Test(arguments: Way.allCases) func cancelMidStream_cancelsTheHandler(_ way: Way) async throws {
        try await withLive(way) { server, client in
            for method in ["Sleep", "Echo", "Flood"] {
                let before = server.streaming.endedCount.count
                let call = try client.stream(method)
                #expect(await eventually { server.streaming.begunCount.count == before + 1 })
                call.cancel()
                #expect(await call.rest().status.code == .cancelled)
                #expect(await eventually { server.streaming.endedCount.count == before + 1 })
            }
            #expect(server.streaming.cancelledCount.count == 3)
        }
    }

    @Test(arguments: Way.allCases) func taskCancelled_whileReading_cancelsTheCall(_ way: Way) async throws {
        try await withLive(way) { server, client in
            let call = try client.stream("Sleep")
            let reading = Task { await call.rest().status }
            #expect(await eventually { server.streaming.begunCount.count == 1 })
            reading.cancel()
            #expect(await reading.value.code == .cancelled)
            #expect(await eventually { server.streaming.endedCount.count == 1 })
        }
    }

    @Test(arguments: Way.allCases) func taskCancelled_whileSending_cancelsTheCall(_ way: Way) async throws {
        try await withLive(way) { server, client in
            let call = try client.stream("Gated")
            let sending = Task { () -> GRPCStatus in
                do throws(GRPCStatus) {
                    while true { try await call.send(GRPCMessage([UInt8](repeating: 1, count: 100_000))) }
                } catch {
                    return error
                }
            }
            #expect(await eventually { server.streaming.begunCount.count == 1 })
            sending.cancel()
            #expect(await sending.value.code == .cancelled)
            #expect(await eventually { server.streaming.endedCount.count == 1 })
        }
    }

    /// The caller sends nothing and ends nothing: the handler's own cancellation has to be enough.
    @Test func handler_whenItCancelsItsReader_goesOn() async throws {
        try await withLive { _, client in
            let call = try client.stream("Group")
            #expect(try await call.nextMessage() == [2])
            #expect(try await call.nextMessage() == nil)
        }
    }

    @Test(arguments: Way.allCases) func call_whenLetGoOf_isCancelled(_ way: Way) async throws {
        try await withLive(way) { server, client in
            var call: GRPCClientStream? = try client.stream("Sleep")
            #expect(await eventually { server.streaming.begunCount.count == 1 })
            withExtendedLifetime(call) {}
            call = nil
            #expect(await eventually { server.streaming.cancelledCount.count == 1 })
        }
    }

    @Test(arguments: Way.allCases) func cancel_beforeAnything_endsTheCall(_ way: Way) async throws {
        try await withLive(way) { _, client in
            let call = try client.stream("Echo")
            call.cancel()
            call.cancel()
            call.finish()
            #expect(await call.rest().status.code == .cancelled)
            let late = await #expect(throws: GRPCStatus.self) { try await call.send(GRPCMessage([1])) }
            #expect(late?.code == .cancelled)
        }
    }

    /// The response is complete while the client still sends: it sees the status, and its connection goes on.
    @Test(arguments: Way.allCases) func handlerReturnsEarly_clientSeesTheStatusNotAReset(_ way: Way) async throws {
        try await withLive(way, client: { $0.connectionCount = 1 }) { server, client in
            for _ in 0..<20 {
                let call = try client.stream("Early")
                #expect(try await call.nextMessage() == [1])
                let sending = Task {
                    do throws(GRPCStatus) {
                        while true { try await call.send(GRPCMessage([UInt8](repeating: 2, count: 50_000))) }
                    } catch {}
                }
                server.streaming.opened.increment()
                let (answers, status) = await call.rest()
                #expect(answers.isEmpty)
                #expect(status.code == .ok)
                await sending.value
            }
            #expect(await client.call("Echo", [7]).bytes == [7])
        }
    }

    @Test func connectionLost_inMidStream_isUnavailableAndCancelsTheHandler() async throws {
        try await withLive { server, client in
            let calls = try (0..<20).map { _ in try client.stream("Echo") }
            for call in calls {
                try await call.send(GRPCMessage([1]))
                #expect(try await call.nextMessage() == [1])
            }
            let readers = calls.map { call in Task { await call.rest().status.code } }
            client.channel.close()
            for reader in readers { #expect(await reader.value == .unavailable) }
            #expect(await eventually { server.streaming.cancelledCount.count == 20 })
            let late = try client.stream("Echo")
            #expect(await late.rest().status.code == .unavailable)
        }
    }

    @Test func drain_inMidStream_letsTheCallFinishAndThenCloses() async throws {
        try await withLive(client: { $0.connectionCount = 1 }) { server, client in
            let call = try client.stream("Echo")
            try await call.send(GRPCMessage([1]))
            #expect(try await call.nextMessage() == [1])
            let draining = Task { await server.server.drain(timeout: .seconds(60)) }
            for number in 0..<20 {
                try await call.send(GRPCMessage([UInt8(number)]))
                #expect(try await call.nextMessage() == [UInt8(number)])
            }
            call.finish()
            #expect(await call.rest().status.code == .ok)
            await draining.value
            let late = try client.stream("Echo")
            #expect(await late.rest().status.code == .unavailable)
        }
    }

    @Test func drain_whenTheTimeoutPasses_cutsStreamsOff() async throws {
        try await withLive { server, client in
            let call = try client.stream("Sleep")
            _ = await call.initialMetadata
            await server.server.drain(timeout: .milliseconds(100))
            #expect(await call.rest().status.code == .unavailable)
            #expect(await eventually { server.streaming.cancelledCount.count == 1 })
        }
    }

    /// Over the server's own limit: REFUSED_STREAM.
    @Test func refusedStream_isUnavailableAndTheConnectionGoesOn() async throws {
        try await withLive(
            server: { $0.maxConcurrentStreamsPerConnection = 2 },
            client: { $0.connectionCount = 1 }
        ) { server, client in
            let holding = try (0..<2).map { _ in try client.stream("Sleep") }
            #expect(await eventually { server.streaming.begunCount.count == 2 })
            let third = try client.stream("Echo")
            #expect(await third.rest().status.code == .unavailable)
            for call in holding { call.cancel() }
            #expect(await eventually { server.streaming.endedCount.count == 2 })
            let fourth = try client.stream("Echo")
            fourth.finish()
            #expect(await fourth.rest().status.code == .ok)
        }
    }

    @Test func maxConnectionAge_replacesTheConnectionWithoutAFailedCall() async throws {
        let closings = LiveServer.Counter()
        try await withLive(
            server: {
                $0.maxConnectionAge = .milliseconds(300)
                $0.keepaliveInterval = .milliseconds(200)
                $0.onEvent = { event in if case .connectionClosed("finished", _) = event { closings.increment() } }
            },
            client: { $0.connectionCount = 1 }
        ) { _, client in
            var callCount = 0
            while closings.count < 3 {
                #expect(await client.call("Echo", [3]).bytes == [3])
                let call = try client.stream("Echo")
                try await call.send(GRPCMessage([4]))
                call.finish()
                let (answers, status) = await call.rest()
                #expect(answers == [[4]] && status.code == .ok)
                callCount += 1
            }
            #expect(callCount > 0)
        }
    }
}
