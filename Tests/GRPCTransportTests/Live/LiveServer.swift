import GRPCTransport
import Reactor
import Synchronization

/// Our server on a free port of loopback, with the methods that the live tests call.
final class LiveServer: Sendable {
    let loops: EventLoopGroup
    let server: GRPCServer
    let endpoint: SocketEndpoint
    let cancelledCallCount: Counter
    /// Calls of `Wait` return once this is above zero.
    let opened: Counter
    let streaming = StreamingMethods()

    final class Counter: Sendable {
        private let value = Atomic<Int>(0)
        var count: Int { value.load(ordering: .relaxed) }
        func increment() { value.wrappingAdd(1, ordering: .relaxed) }
    }

    init(_ adjust: (inout GRPCServer.Configuration) -> Void = { _ in }) throws {
        let loops = try EventLoopGroup(threadCount: 2, name: "server")
        var configuration = GRPCServer.Configuration(endpoint: .host("127.0.0.1", port: 0))
        adjust(&configuration)
        let cancelled = Counter()
        self.loops = loops
        let opened = Counter()
        cancelledCallCount = cancelled
        self.opened = opened
        var router = Self.router(cancelled, opened)
        streaming.add(to: &router)
        server = GRPCServer(configuration: configuration, router: router, eventLoops: loops)
        endpoint = try server.start()
    }

    static func router(_ cancelled: Counter, _ opened: Counter) -> GRPCRouter {
        var router = GRPCRouter()
        router.unary("/test.Echo/Echo") { message, context throws(GRPCStatus) in
            context.response.initial = context.metadata
            context.response.trailing = context.metadata
            return GRPCMessage(segments: [message])
        }
        router.unary("/test.Echo/Fail") { message, context throws(GRPCStatus) in
            let code = Int(message.first ?? 2)
            throw GRPCStatus(GRPCStatusCode(rawValue: code), String(decoding: message.dropFirst(), as: UTF8.self))
        }
        router.unary("/test.Echo/Sleep") { message, context throws(GRPCStatus) in
            do {
                try await Task.sleep(for: .seconds(30))
            } catch {
                cancelled.increment()
                throw GRPCStatus(.cancelled, "woken early")
            }
            return GRPCMessage([])
        }
        router.unary("/test.Echo/Wait") { message, context throws(GRPCStatus) in
            while opened.count == 0, !Task.isCancelled { try? await Task.sleep(for: .milliseconds(5)) }
            return GRPCMessage(segments: [message])
        }
        router.unary("/test.Echo/Packed") { message, context throws(GRPCStatus) in
            context.response.compression = .gzip
            return GRPCMessage(segments: [message])
        }
        router.unary("/test.Echo/Caller") { _, context throws(GRPCStatus) in
            GRPCMessage(Array((context.caller ?? "nobody").utf8))
        }
        router.unary("/test.Echo/Certificate") { _, context throws(GRPCStatus) in
            GRPCMessage(Array((context.certificate?.commonName ?? "none").utf8))
        }
        // Deaf to cancellation.
        router.unary("/test.Echo/Stubborn") { message, _ throws(GRPCStatus) in
            while opened.count == 0 { await Task { try? await Task.sleep(for: .milliseconds(5)) }.value }
            return GRPCMessage(segments: [message])
        }
        router.unary("/test.Echo/Deadline") { message, context throws(GRPCStatus) in
            guard let deadline = context.deadline else { return GRPCMessage(Array("none".utf8)) }
            let milliseconds = Int(ContinuousClock.now.duration(to: deadline) / .milliseconds(1))
            return GRPCMessage(Array("\(milliseconds)".utf8))
        }
        router.unary("/test.Echo/Big") { message, context throws(GRPCStatus) in
            GRPCMessage([UInt8](repeating: 7, count: 20_000_000))
        }
        return router
    }

    func stop() async {
        await server.drain(timeout: .seconds(5))
        loops.shutDown()
    }
}

/// Our client, with its own loops.
final class LiveClient: Sendable {
    let loops: EventLoopGroup
    let channel: GRPCChannel

    init(_ endpoint: SocketEndpoint, _ adjust: (inout GRPCChannel.Configuration) -> Void = { _ in }) throws {
        loops = try EventLoopGroup(threadCount: 1, name: "client")
        channel = GRPCChannel(endpoint: endpoint, configuration: Self.configuration(adjust), eventLoops: loops)
    }

    init(inProcess server: GRPCServer, _ adjust: (inout GRPCChannel.Configuration) -> Void = { _ in }) throws {
        loops = try EventLoopGroup(threadCount: 1, name: "client")
        channel = GRPCChannel(inProcess: server, configuration: Self.configuration(adjust), eventLoops: loops)
    }

    private static func configuration(_ adjust: (inout GRPCChannel.Configuration) -> Void) -> GRPCChannel.Configuration {
        var configuration = GRPCChannel.Configuration()
        configuration.maxReceiveMessageByteCount = 64 << 20
        // A loaded machine may stall either side for seconds: tests of the timeouts set their own.
        configuration.connectTimeout = .seconds(60)
        configuration.keepaliveInterval = .seconds(60)
        adjust(&configuration)
        return configuration
    }

    func call(
        _ method: String,
        _ request: [UInt8] = [],
        metadata: GRPCMetadata = .init(),
        timeout: Duration? = .seconds(60)
    ) async -> Result<GRPCUnaryResponse, GRPCStatus> {
        do throws(GRPCStatus) {
            let deadline = timeout.map { ContinuousClock.now.advanced(by: $0) }
            return .success(
                try await channel.unary("/test.Echo/\(method)", GRPCMessage(request), metadata: metadata, deadline: deadline)
            )
        } catch {
            return .failure(error)
        }
    }

    func stop() {
        channel.close()
        loops.shutDown()
    }
}

extension Result where Success == GRPCUnaryResponse, Failure == GRPCStatus {
    var bytes: [UInt8]? { if case .success(let response) = self { Array(response.message) } else { nil } }
    var status: GRPCStatus? { if case .failure(let status) = self { status } else { nil } }
}

/// Waits until something becomes true, at most thirty seconds.
func eventually(_ condition: @Sendable () -> Bool) async -> Bool {
    for _ in 0..<3_000 {
        if condition() { return true }
        try? await Task.sleep(for: .milliseconds(10))
    }
    return condition()
}
