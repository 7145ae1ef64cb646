import GRPCTransport
import Reactor

/// Runs a body with a channel to a server of the given methods, on a port of its own.
@discardableResult
func withLoopback<Result: Sendable>(
    _ router: GRPCRouter,
    _ body: (GRPCChannel) async throws -> Result
) async throws -> Result {
    let eventLoops = try EventLoopGroup(threadCount: 1, name: "loopback")
    defer { eventLoops.shutDown() }
    let configuration = GRPCServer.Configuration(endpoint: .host("127.0.0.1", port: 0))
    let server = GRPCServer(configuration: configuration, router: router, eventLoops: eventLoops)
    let channel = GRPCChannel(endpoint: try server.start(), eventLoops: eventLoops)
    do {
        let result = try await body(channel)
        channel.close()
        await server.drain(timeout: .seconds(2))
        return result
    } catch {
        channel.close()
        await server.drain(timeout: .seconds(2))
        throw error
    }
}
