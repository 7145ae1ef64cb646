import GRPCTransport
import HTTP2Transport
import Reactor

/// A server with every kind of method, whose limits are small enough to be met.
struct EchoServer {
    let server: GRPCServer

    /// Listens nowhere: connections are handed to it.
    init?(eventLoops: EventLoopGroup) {
        guard let endpoint = SocketEndpoint(parsing: "127.0.0.1:0") else { return nil }
        var configuration = GRPCServer.Configuration(endpoint: endpoint)
        configuration.maxRequestByteCount = 4_096
        configuration.maxResponseByteCount = 8_192
        configuration.maxBufferedRequestByteCount = 64 << 10
        configuration.maxConcurrentStreamsPerConnection = 16
        configuration.maxRunningCalls = 24
        configuration.maxHeaderListByteCount = 2_048
        configuration.frameBurst = 200
        configuration.resetBurst = 20
        configuration.brokenStreamBurst = 10
        server = GRPCServer(configuration: configuration, router: Self.router, eventLoops: eventLoops)
    }

    private static var router: GRPCRouter {
        var router = GRPCRouter()
        router.unary("/f/unary") { bytes, context async throws(GRPCStatus) in
            context.response.initial = context.metadata
            return GRPCMessage(segments: [bytes])
        }
        router.unary("/f/gzip") { bytes, context async throws(GRPCStatus) in
            context.response.compression = .gzip
            context.response.trailing = context.metadata
            return GRPCMessage(segments: [bytes, bytes])
        }
        router.unary("/f/fail") { bytes, _ async throws(GRPCStatus) in
            throw GRPCStatus(.invalidArgument, String(decoding: bytes, as: UTF8.self))
        }
        router.streaming("/f/collect") { requests, responses, _ async throws(GRPCStatus) in
            var count = 0
            for try await message in requests { count += message.count }
            try await responses.send(GRPCMessage(Array("\(count)".utf8)))
        }
        router.streaming("/f/repeat") { requests, responses, _ async throws(GRPCStatus) in
            for try await message in requests {
                for _ in 0..<8 { try await responses.send(GRPCMessage(segments: [message])) }
                return
            }
        }
        router.streaming("/f/echo") { requests, responses, context async throws(GRPCStatus) in
            context.response.compression = context.metadata.entries.isEmpty ? .identity : .gzip
            for try await message in requests { try await responses.send(GRPCMessage(segments: [message])) }
        }
        return router
    }
}
