import GRPCTransport
import ProtobufWire
import Reactor
import TritonAdapter

/// A KServe server on a port of its own that answers as the test says.
struct FakeTriton {
    private var router = GRPCRouter()

    mutating func answer<Request, Response>(
        _ method: KServeMethod<Request, Response>,
        _ handler: @escaping @Sendable (Request) async throws(GRPCStatus) -> Response
    ) {
        router.unary(method.path) { (bytes, _) async throws(GRPCStatus) -> GRPCMessage in
            guard let request = try? Request(decoding: bytes) else { throw GRPCStatus(.internalError, "does not parse") }
            return GRPCMessage(segments: try await handler(request).encoded().segments)
        }
    }

    /// Whatever the request was.
    mutating func answer<Request, Response>(_ method: KServeMethod<Request, Response>, bytes: [UInt8]) {
        router.unary(method.path) { (_, _) async throws(GRPCStatus) -> GRPCMessage in GRPCMessage(bytes) }
    }

    func run(_ body: (GRPCChannel) async throws -> Void) async throws {
        let eventLoops = try EventLoopGroup(threadCount: 1, name: "fake-triton")
        defer { eventLoops.shutDown() }
        let configuration = GRPCServer.Configuration(endpoint: .host("127.0.0.1", port: 0))
        let server = GRPCServer(configuration: configuration, router: router, eventLoops: eventLoops)
        let channel = GRPCChannel(endpoint: try server.start(), eventLoops: eventLoops)
        do {
            try await body(channel)
            channel.close()
            await server.drain(timeout: .seconds(2))
        } catch {
            channel.close()
            await server.drain(timeout: .seconds(2))
            throw error
        }
    }
}
