import GRPCTransport
import Testing

/// Our client's streams against our server's, over a real socket and in one process.
@Suite(.timeLimit(.minutes(3)))
struct StreamingLoopbackTests {
    @Test(arguments: Way.allCases) func bidiPingPong_answersEachMessage(_ way: Way) async throws {
        try await withLive(way) { _, client in
            let call = try client.stream("Echo")
            for number in 0..<100 {
                let message = [UInt8](repeating: UInt8(number), count: number * 7)
                try await call.send(GRPCMessage(message))
                #expect(try await call.nextMessage() == message)
            }
            call.finish()
            #expect(try await call.nextMessage() == nil)
            // The end comes again, however often it is asked for.
            #expect(try await call.nextMessage() == nil)
        }
    }

    @Test(arguments: Way.allCases) func sum_whenClientStreams_seesEveryMessageInOrder(_ way: Way) async throws {
        try await withLive(way) { _, client in
            let messages = (0..<500).map { [UInt8](repeating: UInt8(truncatingIfNeeded: $0), count: $0 % 97) }
            let call = try client.stream("Sum")
            for message in messages { try await call.send(GRPCMessage(message)) }
            call.finish()
            let (answers, status) = await call.rest()
            #expect(status.code == .ok)
            #expect(answers.map { String(decoding: $0, as: UTF8.self) } == [StreamingMethods.sum(of: messages)])
        }
    }

    @Test(arguments: Way.allCases) func count_whenServerStreams_bringsEveryMessageInOrder(_ way: Way) async throws {
        try await withLive(way) { _, client in
            let call = try client.stream("Count")
            try await call.send(GRPCMessage(Array("2000".utf8)))
            call.finish()
            let (answers, status) = await call.rest()
            #expect(status.code == .ok)
            #expect(answers == (0..<2_000).map { Array("\($0)".utf8) })
        }
    }

    @Test(arguments: Way.allCases) func emptyStream_endsWithOkay(_ way: Way) async throws {
        try await withLive(way) { _, client in
            let call = try client.stream("Echo")
            call.finish()
            let (answers, status) = await call.rest()
            #expect(answers.isEmpty)
            #expect(status.code == .ok)
            #expect(await call.initialMetadata.isEmpty)
        }
    }

    @Test(arguments: Way.allCases) func echo_whenMessagesAreEmpty_countsThem(_ way: Way) async throws {
        try await withLive(way) { _, client in
            let call = try client.stream("Echo")
            for _ in 0..<50 { try await call.send(GRPCMessage([])) }
            call.finish()
            #expect(await call.rest().messages == [[UInt8]](repeating: [], count: 50))
        }
    }

    @Test(arguments: Way.allCases) func midStreamError_bringsTheMessageThenStatusAndTrailers(_ way: Way) async throws {
        try await withLive(way) { _, client in
            let call = try client.stream("Fail")
            try await call.send(GRPCMessage([4]))
            let (answers, status) = await call.rest()
            #expect(answers == [[4]])
            #expect(status == GRPCStatus(.aborted, "after one"))
            #expect(await call.trailingMetadata.text("x-why") == "mid-stream")
            // The call is over: sending says so.
            let late = await #expect(throws: GRPCStatus.self) { try await call.send(GRPCMessage([5])) }
            #expect(late?.code == .aborted)
        }
    }

    @Test(arguments: Way.allCases) func trailersOnly_whenAStreamFailsBeforeItsFirstMessage_bringsStatusAndMetadata(_ way: Way)
        async throws
    {
        try await withLive(way) { _, client in
            let call = try client.stream("Fail")
            call.finish()
            let (answers, status) = await call.rest()
            #expect(answers.isEmpty)
            #expect(status == GRPCStatus(.notFound, "none came"))
            #expect(await call.trailingMetadata.text("x-why") == "mid-stream")
        }
    }

    @Test(arguments: Way.allCases) func metadata_travelsBothWays(_ way: Way) async throws {
        try await withLive(way) { _, client in
            var metadata = GRPCMetadata()
            metadata.add("x-name", "value one")
            metadata.add("x-name", "value two")
            metadata.add("x-data-bin", binary: [0, 255, 128, 10])
            let call = try client.stream("Echo", metadata: metadata)
            async let early = call.initialMetadata
            async let alsoEarly = call.initialMetadata
            try await call.send(GRPCMessage([1]))
            #expect(await early == metadata)
            #expect(await alsoEarly == metadata)
            call.finish()
            #expect(await call.rest().messages == [[1]])
            #expect(await call.trailingMetadata == metadata)
        }
    }

    @Test(arguments: Way.allCases) func unknownMethod_isUnimplemented(_ way: Way) async throws {
        try await withLive(way) { _, client in
            let call = try client.stream("Nothing")
            #expect(await call.rest().status.code == .unimplemented)
        }
    }

    @Test(arguments: Way.allCases) func unaryMethod_calledAsAStream_answers(_ way: Way) async throws {
        try await withLive(way) { _, client in
            let call = try client.channel.stream("/test.Echo/Echo", deadline: nil)
            try await call.send(GRPCMessage([1, 2]))
            call.finish()
            let (answers, status) = await call.rest()
            #expect(answers == [[1, 2]] && status.code == .ok)
        }
    }

    @Test func thousandStreams_atOnce_allEcho() async throws {
        try await withLive(client: { $0.connectionCount = 1 }) { server, client in
            let calls = try (0..<1_000).map { _ in try client.stream("Echo") }
            for (number, call) in calls.enumerated() { try await call.send(GRPCMessage(Array("\(number)".utf8))) }
            for (number, call) in calls.enumerated() { #expect(try await call.nextMessage() == Array("\(number)".utf8)) }
            #expect(server.server.runningCallCount == 1_000)
            for call in calls { call.finish() }
            for call in calls { #expect(try await call.nextMessage() == nil) }
        }
    }

    /// Far more frames than what they carry in bytes: an honest caller is not taken for a flood.
    @Test func sum_whenMessagesAreTinyAndMany_isNotTakenForAFlood() async throws {
        try await withLive(client: { $0.connectionCount = 1 }) { _, client in
            let call = try client.stream("Sum")
            for number in 0..<10_000 { try await call.send(GRPCMessage([UInt8(truncatingIfNeeded: number)])) }
            call.finish()
            let (answers, status) = await call.rest()
            #expect(status == GRPCStatus(.ok, ""))
            #expect(answers.first.map { String(decoding: $0, as: UTF8.self) }?.hasPrefix("10000 10000 ") == true)
        }
    }

    @Test(arguments: Way.allCases) func bigMessages_throughASmallerWindow_arriveWhole(_ way: Way) async throws {
        try await withLive(way) { _, client in
            let up = (0..<20_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            let echo = try client.stream("Echo")
            async let sent: Void = echo.send(GRPCMessage(up))
            #expect(try await echo.nextMessage() == up)
            try await sent
            echo.finish()
            #expect(try await echo.nextMessage() == nil)
            let big = try client.stream("Big")
            big.finish()
            let (answers, status) = await big.rest()
            #expect(answers == [(0..<20_000_000).map { UInt8(truncatingIfNeeded: $0 &* 13) }])
            #expect(status.code == .ok)
        }
    }
}
