import GRPCTransport
import Testing

@Suite(.timeLimit(.minutes(3)))
struct CallGateTests {
    private static let refusal: GRPCMetadata = {
        var metadata = GRPCMetadata()
        metadata.add("x-refuse", "1")
        return metadata
    }()

    /// Every permit ends, and once; after that nothing runs.
    private func everyPermitEnds(
        _ gate: CountingGate,
        admitted: Int?,
        server adjust: @escaping (inout GRPCServer.Configuration) -> Void = { _ in },
        _ body: (LiveServer, LiveClient) async throws -> Void
    ) async throws {
        try await withLive(
            server: {
                $0.gate = gate
                adjust(&$0)
            },
            body
        )
        if let admitted { #expect(gate.admittedCount.count == admitted) }
        #expect(await eventually { gate.endedCount.count == gate.admittedCount.count })
        #expect(gate.endedTwiceCount.count == 0)
    }

    @Test func gate_whenItRefuses_endsTheCallWithItsStatus() async throws {
        let gate = CountingGate()
        try await everyPermitEnds(gate, admitted: 0) { server, client in
            #expect(
                await client.call("Echo", [1], metadata: Self.refusal).status
                    == GRPCStatus(.permissionDenied, "not /test.Echo/Echo")
            )
            let call = try client.stream("Echo", metadata: Self.refusal)
            #expect(await call.rest().status.code == .permissionDenied)
            #expect(server.streaming.begunCount.count == 0)
        }
        #expect(gate.refusedCount.count == 2)
    }

    @Test func gate_isNotAskedAboutMethodsThatAreNotThere() async throws {
        let gate = CountingGate()
        try await everyPermitEnds(gate, admitted: 0) { _, client in
            #expect(await client.call("Nothing").status?.code == .unimplemented)
        }
    }

    /// Refused calls are no misbehaviour: their connection goes on, however many there are.
    @Test func gate_whenItRefusesMany_keepsTheConnection() async throws {
        let gate = CountingGate()
        let closings = LiveServer.Counter()
        try await everyPermitEnds(
            gate,
            admitted: 1,
            server: { $0.onEvent = { event in if case .connectionClosed = event { closings.increment() } } }
        ) { _, client in
            for _ in 0..<600 {
                #expect(await client.call("Echo", [1], metadata: Self.refusal).status?.code == .permissionDenied)
            }
            #expect(closings.count == 0)
            #expect(await client.call("Echo", [1]).bytes == [1])
        }
    }

    @Test func permit_whenBytesAreOverItsQuota_endsTheCall() async throws {
        let gate = CountingGate(byteLimit: 100)
        try await everyPermitEnds(gate, admitted: 3) { _, client in
            #expect(await client.call("Echo", [UInt8](repeating: 1, count: 95)).bytes?.count == 95)
            #expect(await client.call("Echo", [UInt8](repeating: 1, count: 96)).status == GRPCStatus(.resourceExhausted, "quota"))
            let call = try client.stream("Echo")
            var status: GRPCStatus?
            for _ in 0..<10 where status == nil {
                try? await call.send(GRPCMessage([UInt8](repeating: 1, count: 20)))
                do throws(GRPCStatus) { _ = try await call.nextMessage() } catch { status = error }
            }
            #expect(status == GRPCStatus(.resourceExhausted, "quota"))
        }
    }

    @Test func caller_reachesTheHandler() async throws {
        try await everyPermitEnds(CountingGate(), admitted: 2) { _, client in
            var metadata = GRPCMetadata()
            metadata.add("x-caller", "shop-7")
            #expect(await client.call("Caller", metadata: metadata).bytes == Array("shop-7".utf8))
            #expect(await client.call("Caller").bytes == Array("nobody".utf8))
        }
    }

    @Test func permits_endOnce_howeverTheirCallsEnd() async throws {
        let gate = CountingGate()
        // A deadline may pass before its call is admitted, on a machine that is slow enough.
        try await everyPermitEnds(gate, admitted: nil, server: { $0.maxRequestByteCount = 1_000 }) { server, client in
            // Answered; failed; over the size limit; not gRPC's cardinality; over its deadline; cancelled.
            #expect(await client.call("Echo", [1]).bytes == [1])
            #expect(await client.call("Fail", [3]).status?.code == .invalidArgument)
            #expect(await client.call("Echo", [UInt8](repeating: 0, count: 1_001)).status?.code == .resourceExhausted)
            let empty = try client.channel.stream("/test.Echo/Echo", deadline: nil)
            empty.finish()
            #expect(await empty.rest().status.code == .unimplemented)
            #expect(await client.call("Sleep", timeout: .milliseconds(200)).status?.code == .deadlineExceeded)
            let before = gate.admittedCount.count
            let sleeping = Task { await client.call("Sleep") }
            #expect(await eventually { gate.admittedCount.count == before + 1 })
            sleeping.cancel()
            _ = await sleeping.value
            // The same of streams.
            for method in ["Echo", "Fail", "Early"] {
                server.streaming.opened.increment()
                let call = try client.stream(method)
                call.finish()
                _ = await call.rest()
            }
            let oversize = try client.stream("Sum")
            try await oversize.send(GRPCMessage([UInt8](repeating: 0, count: 1_001)))
            #expect(await oversize.rest().status.code == .resourceExhausted)
            for method in ["Sleep", "Flood"] {
                let call = try client.stream(method)
                _ = await call.initialMetadata
                call.cancel()
            }
            let late = try client.stream("Sleep", timeout: .milliseconds(200))
            #expect(await late.rest().status.code == .deadlineExceeded)
            // Lost with their connection, in `withLive`.
            let left = try client.stream("Sleep")
            _ = await left.initialMetadata
            client.channel.close()
            #expect(await left.rest().status.code == .unavailable)
        }
    }

    @Test func permit_endsOnlyWhenTheHandlerHasReturned() async throws {
        let gate = CountingGate()
        try await everyPermitEnds(gate, admitted: 1) { server, client in
            let call = Task { await client.call("Stubborn") }
            #expect(await eventually { server.server.runningCallCount == 1 })
            call.cancel()
            #expect(await call.value.status?.code == .cancelled)
            #expect(await client.call("Echo", metadata: Self.refusal).status?.code == .permissionDenied)
            #expect(gate.endedCount.count == 0)
            server.opened.increment()
            #expect(await eventually { gate.endedCount.count == 1 })
        }
    }

    @Test func permit_endsWhereTheServerIsFull() async throws {
        let gate = CountingGate()
        try await everyPermitEnds(gate, admitted: 2, server: { $0.maxRunningCalls = 1 }) { server, client in
            let sleeping = try client.stream("Sleep")
            #expect(await eventually { server.streaming.begunCount.count == 1 })
            let second = try client.stream("Echo")
            #expect(await second.rest().status.code == .resourceExhausted)
            #expect(await eventually { gate.endedCount.count == 1 })
            sleeping.cancel()
        }
    }

    /// A handler that returns when its server is drained and its loop has stopped.
    @Test func permit_endsThoughTheLoopHasStopped() async throws {
        let gate = CountingGate()
        let server = try LiveServer { $0.gate = gate }
        let client = try LiveClient(server.endpoint)
        let unary = Task { await client.call("Stubborn") }
        let call = try client.stream("Stubborn")
        #expect(await eventually { server.server.runningCallCount == 2 })
        await server.server.drain(timeout: .milliseconds(50))
        server.loops.shutDown()
        #expect(await unary.value.status?.code == .unavailable)
        #expect(await call.rest().status.code == .unavailable)
        #expect(gate.endedCount.count == 0)
        server.opened.increment()
        server.streaming.opened.increment()
        #expect(await eventually { gate.endedCount.count == 2 && server.server.runningCallCount == 0 })
        #expect(server.streaming.cancelledCount.count == 1)
        client.stop()
    }
}
