import GRPCTransport
import Reactor
import Testing

/// The streaming methods that the live tests call, and what they saw.
final class StreamingMethods: Sendable {
    /// Messages that `Flood` has sent.
    let floodCount = LiveServer.Counter()
    /// Handlers that ended because their call was over.
    let cancelledCount = LiveServer.Counter()
    /// Handlers that have begun, and that have returned.
    let begunCount = LiveServer.Counter()
    let endedCount = LiveServer.Counter()
    /// `Gated` reads, and `Early` returns, once this is above zero.
    let opened = LiveServer.Counter()

    func add(to router: inout GRPCRouter) {
        add("Echo", to: &router) { requests, responses, context throws(GRPCStatus) in
            context.response.initial = context.metadata
            context.response.trailing = context.metadata
            for try await message in requests { try await responses.send(GRPCMessage(segments: [message])) }
        }
        add("Packed", to: &router) { requests, responses, context throws(GRPCStatus) in
            context.response.compression = .gzip
            for try await message in requests { try await responses.send(GRPCMessage(segments: [message])) }
        }
        add("Sum", to: &router) { requests, responses, _ throws(GRPCStatus) in
            try await responses.send(await Self.sum(of: requests))
        }
        add("Gated", to: &router) { [opened] requests, responses, _ throws(GRPCStatus) in
            try await Self.wait(for: opened)
            try await responses.send(await Self.sum(of: requests))
        }
        add("Count", to: &router) { requests, responses, _ throws(GRPCStatus) in
            var count = 0
            for try await message in requests { count = Int(String(decoding: message, as: UTF8.self)) ?? 0 }
            for number in 0..<count { try await responses.send(GRPCMessage(Array("\(number)".utf8))) }
        }
        add("Fail", to: &router) { requests, responses, context throws(GRPCStatus) in
            context.response.trailing.add("x-why", "mid-stream")
            for try await message in requests {
                try await responses.send(GRPCMessage(segments: [message]))
                throw GRPCStatus(.aborted, "after one")
            }
            throw GRPCStatus(.notFound, "none came")
        }
        add("Early", to: &router) { [opened] _, responses, _ throws(GRPCStatus) in
            try await responses.send(GRPCMessage([1]))
            try await Self.wait(for: opened)
        }
        add("Flood", to: &router) { [floodCount] _, responses, _ throws(GRPCStatus) in
            while true {
                try await responses.send(GRPCMessage([UInt8](repeating: 1, count: 16 << 10)))
                floodCount.increment()
            }
        }
        add("Sleep", to: &router) { _, responses, _ throws(GRPCStatus) in
            try await responses.sendHeaders()
            do { try await Task.sleep(for: .seconds(60)) } catch { throw GRPCStatus(.cancelled, "woken early") }
        }
        // Deaf to cancellation; then tries everything that a call which is over refuses.
        add("Stubborn", to: &router) { [opened] requests, responses, _ throws(GRPCStatus) in
            while opened.count == 0 { await Task { try? await Task.sleep(for: .milliseconds(5)) }.value }
            do throws(GRPCStatus) { try await responses.send(GRPCMessage([1])) } catch {
                for try await _ in requests {}
            }
        }
        // One child task reads, the other ends at once: the reader has to let go.
        add("Group", to: &router) { requests, responses, _ throws(GRPCStatus) in
            await withTaskGroup(of: Void.self) { group in
                group.addTask { do throws(GRPCStatus) { for try await _ in requests {} } catch {} }
                group.addTask { do throws(GRPCStatus) { try await responses.sendHeaders() } catch {} }
                _ = await group.next()
                group.cancelAll()
            }
            try await responses.send(GRPCMessage([2]))
        }
        add("Big", to: &router) { _, responses, _ throws(GRPCStatus) in
            try await responses.send(GRPCMessage((0..<20_000_000).map { UInt8(truncatingIfNeeded: $0 &* 13) }))
        }
    }

    private func add(_ method: String, to router: inout GRPCRouter, _ handler: @escaping GRPCRouter.StreamingHandler) {
        router.streaming("/test.Stream/\(method)") {
            [begunCount, endedCount, cancelledCount] requests, responses, context throws(GRPCStatus) in
            begunCount.increment()
            defer { endedCount.increment() }
            do throws(GRPCStatus) {
                try await handler(requests, responses, context)
            } catch {
                if error.code == .cancelled { cancelledCount.increment() }
                throw error
            }
        }
    }

    private static func wait(for opened: LiveServer.Counter) async throws(GRPCStatus) {
        while opened.count == 0 {
            do { try await Task.sleep(for: .milliseconds(5)) } catch { throw GRPCStatus(.cancelled, "woken early") }
        }
    }

    /// `COUNT BYTES CHECKSUM` of what came.
    private static func sum(of requests: GRPCRequestMessages) async throws(GRPCStatus) -> GRPCMessage {
        var count = 0
        var byteCount = 0
        var checksum = 0
        for try await message in requests {
            count += 1
            byteCount += message.count
            checksum = message.reduce(checksum) { $0 &* 31 &+ Int($1) }
        }
        return GRPCMessage(Array("\(count) \(byteCount) \(checksum)".utf8))
    }

    /// What `Sum` answers to these messages.
    static func sum(of messages: [[UInt8]]) -> String {
        let checksum = messages.joined().reduce(0) { $0 &* 31 &+ Int($1) }
        return "\(messages.count) \(messages.map(\.count).reduce(0, +)) \(checksum)"
    }
}

/// How a test's client reaches its server.
enum Way: Sendable, CaseIterable { case loopback, inProcess }

/// A server and its client for one test; afterwards nothing of either is left: no running handler, no counted byte, no object.
func withLive(
    _ way: Way = .loopback,
    server adjustServer: (inout GRPCServer.Configuration) -> Void = { _ in },
    client adjustClient: (inout GRPCChannel.Configuration) -> Void = { _ in },
    _ body: (LiveServer, LiveClient) async throws -> Void
) async throws {
    let leftovers = try await runLive(way, adjustServer, adjustClient, body)
    #expect(await eventually { leftovers.allSatisfy(\.isGone) }, "calls or connections outlive their channel and server")
}

private func runLive(
    _ way: Way,
    _ adjustServer: (inout GRPCServer.Configuration) -> Void,
    _ adjustClient: (inout GRPCChannel.Configuration) -> Void,
    _ body: (LiveServer, LiveClient) async throws -> Void
) async throws -> [Leftover] {
    let server = try LiveServer(adjustServer)
    let client =
        try way == .loopback ? LiveClient(server.endpoint, adjustClient) : LiveClient(inProcess: server.server, adjustClient)
    do {
        try await body(server, client)
    } catch {
        Issue.record(error)
    }
    client.stop()
    #expect(await eventually { server.server.runningCallCount == 0 }, "handlers still run")
    #expect(await eventually { server.server.bufferedRequestByteCount == 0 }, "bytes are still counted")
    await server.stop()
    #expect(server.server.connectionCount == 0)
    return (server.loops.loops + client.loops.loops).map(Leftover.init)
}

/// An event loop, to which every connection and every call holds on.
//
// `@unchecked Sendable`: written in `init` alone; the runtime guards weak references.
private final class Leftover: @unchecked Sendable {
    private weak var loop: EventLoop?

    init(_ loop: EventLoop) { self.loop = loop }

    var isGone: Bool { loop == nil }
}

extension LiveClient {
    func stream(
        _ method: String,
        metadata: GRPCMetadata = .init(),
        timeout: Duration? = .seconds(60),
        options: GRPCCallOptions = .init()
    ) throws(GRPCStatus) -> GRPCClientStream {
        let deadline = timeout.map { ContinuousClock.now.advanced(by: $0) }
        return try channel.stream("/test.Stream/\(method)", metadata: metadata, deadline: deadline, options: options)
    }
}

extension GRPCClientStream {
    /// What is still to come, and how the call ended.
    func rest() async -> (messages: [[UInt8]], status: GRPCStatus) {
        var messages: [[UInt8]] = []
        do throws(GRPCStatus) {
            for try await message in responses { messages.append(Array(message)) }
            return (messages, GRPCStatus(.ok, ""))
        } catch {
            return (messages, error)
        }
    }

    func nextMessage() async throws(GRPCStatus) -> [UInt8]? {
        var iterator = responses.makeAsyncIterator()
        return try await iterator.next().map { Array($0) }
    }
}
