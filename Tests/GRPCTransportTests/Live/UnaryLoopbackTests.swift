import GRPCTransport
import Reactor
import Testing

/// Our client against our server, over a real socket.
@Suite(.timeLimit(.minutes(3)))
struct UnaryLoopbackTests {
    @Test func unary_whenEchoed_returnsMessageAndMetadata() async throws {
        let server = try LiveServer()
        let client = try LiveClient(server.endpoint)
        var metadata = GRPCMetadata()
        metadata.add("x-name", "value one")
        metadata.add("x-name", "value two")
        metadata.add("x-data-bin", binary: [0, 255, 128, 10])
        let response = try await client.call("Echo", [1, 2, 3], metadata: metadata).get()
        #expect(Array(response.message) == [1, 2, 3])
        #expect(response.initialMetadata == metadata)
        #expect(response.trailingMetadata == metadata)
        client.stop()
        await server.stop()
    }

    @Test func unary_whenMessageIsEmpty_returnsEmpty() async throws {
        let server = try LiveServer()
        let client = try LiveClient(server.endpoint)
        #expect(await client.call("Echo").bytes == [])
        client.stop()
        await server.stop()
    }

    @Test func unary_whenTwentyMegabytesEachWay_arrivesWhole() async throws {
        let server = try LiveServer()
        let client = try LiveClient(server.endpoint)
        let up = (0..<20_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        #expect(await client.call("Echo", up, timeout: .seconds(60)).bytes == up)
        #expect(await client.call("Big", timeout: .seconds(60)).bytes?.count == 20_000_000)
        client.stop()
        await server.stop()
    }

    @Test func unary_whenMethodIsUnknown_isUnimplemented() async throws {
        let server = try LiveServer()
        let client = try LiveClient(server.endpoint)
        #expect(await client.call("Nothing").status?.code == .unimplemented)
        client.stop()
        await server.stop()
    }

    @Test func unary_whenHandlerFails_bringsCodeAndMessage() async throws {
        let server = try LiveServer()
        let client = try LiveClient(server.endpoint)
        let message = "100% wrong: größer, 漢字 🙂\n\ttab "
        let status = await client.call("Fail", [7] + Array(message.utf8)).status
        #expect(status == GRPCStatus(.permissionDenied, message))
        #expect(await client.call("Fail", [99]).status?.code == GRPCStatusCode(rawValue: 99))
        client.stop()
        await server.stop()
    }

    @Test func deadline_whenFiftyMillisecondsPassInASlowHandler_isStatusFourAndCancelsTheHandler() async throws {
        let server = try LiveServer()
        let client = try LiveClient(server.endpoint)
        let started = ContinuousClock.now
        #expect(await client.call("Sleep", timeout: .milliseconds(50)).status?.code == .deadlineExceeded)
        #expect(started.duration(to: .now) >= .milliseconds(50))
        #expect(await eventually { server.cancelledCallCount.count == 1 && server.server.runningCallCount == 0 })
        client.stop()
        await server.stop()
    }

    @Test func unary_whenDeadlineIsSet_reachesHandler() async throws {
        let server = try LiveServer()
        let client = try LiveClient(server.endpoint)
        let left = await client.call("Deadline", timeout: .seconds(10)).bytes.flatMap { Int(String(decoding: $0, as: UTF8.self)) }
        #expect((1...10_000).contains(left ?? -1))
        #expect(await client.call("Deadline", timeout: nil).bytes == Array("none".utf8))
        client.stop()
        await server.stop()
    }

    @Test func unary_whenTaskIsCancelled_resetsStreamAndCancelsHandler() async throws {
        let server = try LiveServer()
        let client = try LiveClient(server.endpoint)
        let task = Task { await client.call("Sleep") }
        #expect(await eventually { server.server.runningCallCount == 1 })
        task.cancel()
        #expect(await task.value.status?.code == .cancelled)
        #expect(await eventually { server.cancelledCallCount.count == 1 && server.server.runningCallCount == 0 })
        client.stop()
        await server.stop()
    }

    @Test func unary_whenCancelledBeforeItStarts_isCancelled() async throws {
        let server = try LiveServer()
        let client = try LiveClient(server.endpoint)
        let task = Task {
            try? await Task.sleep(for: .seconds(30))
            return await client.call("Sleep")
        }
        task.cancel()
        #expect(await task.value.status?.code == .cancelled)
        client.stop()
        await server.stop()
    }

    @Test func unary_whenThousandAtOnce_eachGetsItsOwnAnswer() async throws {
        let server = try LiveServer()
        let client = try LiveClient(server.endpoint) { $0.connectionCount = 4 }
        let right = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<1_000 {
                group.addTask {
                    let request = withUnsafeBytes(of: UInt64(number)) { Array($0) } + [UInt8](repeating: 1, count: number * 3)
                    return await client.call("Echo", request).bytes == request
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(right == 1_000)
        client.stop()
        await server.stop()
    }

    @Test func unary_whenRequestIsOverLimit_isResourceExhausted() async throws {
        let server = try LiveServer { $0.maxRequestByteCount = 100_000 }
        let client = try LiveClient(server.endpoint)
        #expect(await client.call("Echo", [UInt8](repeating: 0, count: 5_000_000)).status?.code == .resourceExhausted)
        #expect(await client.call("Echo", [UInt8](repeating: 0, count: 100_000)).bytes?.count == 100_000)
        client.stop()
        await server.stop()
    }

    @Test func unary_whenResponseIsOverLimit_isResourceExhausted() async throws {
        let server = try LiveServer()
        let client = try LiveClient(server.endpoint) { $0.maxReceiveMessageByteCount = 1_000_000 }
        #expect(await client.call("Big").status?.code == .resourceExhausted)
        #expect(await client.call("Echo", [1]).bytes == [1])
        client.stop()
        await server.stop()
    }

    @Test func unary_whenHandlersAreAtTheirLimit_isResourceExhausted() async throws {
        let server = try LiveServer { $0.maxRunningCalls = 1 }
        let client = try LiveClient(server.endpoint)
        let sleeping = Task { await client.call("Sleep") }
        #expect(await eventually { server.server.runningCallCount == 1 })
        #expect(await client.call("Echo").status?.code == .resourceExhausted)
        sleeping.cancel()
        #expect(await eventually { server.server.runningCallCount == 0 })
        #expect(await client.call("Echo").bytes == [])
        client.stop()
        await server.stop()
    }

    @Test func unary_overUnixSocket_works() async throws {
        let path = "/tmp/holster-test-\(UInt64.random(in: 0 ... .max)).sock"
        let server = try LiveServer { $0.endpoint = .unix(path: path) }
        let client = try LiveClient(server.endpoint)
        #expect(await client.call("Echo", [5]).bytes == [5])
        client.stop()
        await server.stop()
    }
}
