import GRPCCore
import GRPCNIOTransportHTTP2Posix

/// Serves `bench.Echo` with grpc-swift-2 as its documentation says to, on 127.0.0.1 and the port given. Prints a line when it listens.
///
/// Usage: grpc-swift-echo PORT
@main
enum GRPCSwiftEcho {
    static func main() async throws {
        guard let port = CommandLine.arguments.dropFirst().first.flatMap({ Int($0) }) else {
            return print("usage: grpc-swift-echo PORT")
        }
        let server = GRPCServer(
            transport: .http2NIOPosix(address: .ipv4(host: "127.0.0.1", port: port), transportSecurity: .plaintext),
            services: [EchoService()]
        )
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { try await server.serve() }
            print("listening \(try await server.listeningAddress?.description ?? "nowhere")")
        }
    }
}
