import Foundation
import GRPCTransport
import HTTP2Transport
import Reactor

/// `bench.Echo` on one event loop: `Unary` answers the message it got, `Upload` the number of bytes it got, as eight bytes.
enum EchoServer {
    /// Returns when standard input ends. Not async: valgrind cannot follow the main thread of an asynchronous main.
    static func run(port: UInt16, certificate: (file: String, key: String)?) throws {
        let loops = try EventLoopGroup(threadCount: 1, name: "echo")
        let server = GRPCServer(configuration: try configuration(port: port, certificate), router: router, eventLoops: loops)
        print("listening \(try server.start())")
        fflush(nil)
        var rest = [UInt8](repeating: 0, count: 64)
        while read(STDIN_FILENO, &rest, rest.count) > 0 {}
        loops.shutDown()
    }

    /// As delivered, but for the number of connections.
    private static func configuration(
        port: UInt16,
        _ certificate: (file: String, key: String)?
    ) throws -> GRPCServer.Configuration {
        var configuration = GRPCServer.Configuration(endpoint: .host("127.0.0.1", port: port))
        configuration.maxConnections = 20_000
        configuration.tls = try certificate.map {
            try TLSServerContext(.init(identity: TLSIdentity(certificateFile: $0.file, keyFile: $0.key)))
        }
        return configuration
    }

    private static var router: GRPCRouter {
        var router = GRPCRouter()
        router.unary("/bench.Echo/Unary") { message, _ in GRPCMessage(segments: [message]) }
        router.unary("/bench.Echo/Upload") { message, _ in
            GRPCMessage(withUnsafeBytes(of: UInt64(message.count).bigEndian) { Array($0) })
        }
        return router
    }
}
