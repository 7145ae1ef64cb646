import ArgumentParser
import CommandOptions
import GRPCTransport

/// Which server a command asks, and how it makes itself known there.
struct ServerOptions: ParsableArguments {
    @Option(help: "Server to ask.")
    var server = "127.0.0.1:7070"

    @OptionGroup var access: AccessOptions

    func endpoint() throws -> SocketEndpoint {
        guard let endpoint = SocketEndpoint(parsing: server) else {
            throw ValidationError("--server: '\(server)' is not HOST:PORT")
        }
        return endpoint
    }
}
