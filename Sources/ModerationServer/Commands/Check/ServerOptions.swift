import ArgumentParser
import Foundation
import GRPCTransport
import HTTP2Transport

/// Which server a command asks, and how it makes itself known there.
struct ServerOptions: ParsableArguments {
    @Option(help: "Server to ask.")
    var server = "127.0.0.1:7070"

    @Flag(help: "Speak TLS; the system's authorities are trusted unless --tls-authority names others.")
    var tls = false

    @Option(help: ArgumentHelp("Speak TLS, and trust only the certificates of this PEM file.", valueName: "file"))
    var tlsAuthority: String?

    @Option(help: ArgumentHelp("The name that the server's certificate must carry, if not the host's.", valueName: "name"))
    var tlsServerName: String?

    @Option(help: ArgumentHelp("Client certificate to show (PEM).", valueName: "file"))
    var tlsCertificate: String?

    @Option(help: ArgumentHelp("Its key (PEM).", valueName: "file"))
    var tlsKey: String?

    @Option(help: ArgumentHelp("File that holds the caller's token, and nothing else.", valueName: "file"))
    var tokenFile: String?

    func validate() throws {
        guard (tlsCertificate == nil) == (tlsKey == nil) else {
            throw ValidationError("--tls-certificate and --tls-key come together")
        }
    }

    func endpoint() throws -> SocketEndpoint {
        guard let endpoint = SocketEndpoint(parsing: server) else {
            throw ValidationError("--server: '\(server)' is not HOST:PORT")
        }
        return endpoint
    }

    func channelConfiguration() throws -> GRPCChannel.Configuration {
        var configuration = GRPCChannel.Configuration()
        guard tls || tlsAuthority != nil || tlsServerName != nil || tlsCertificate != nil else { return configuration }
        var settings = TLSClientContext.Configuration(authorityFile: tlsAuthority, serverName: tlsServerName)
        if let tlsCertificate, let tlsKey { settings.identity = TLSIdentity(certificateFile: tlsCertificate, keyFile: tlsKey) }
        do {
            configuration.tls = try TLSClientContext(settings)
        } catch {
            throw CommandFailure("\(error)")
        }
        return configuration
    }

    /// The token as calls carry it. From a file, since others can see a command's arguments.
    func metadata() throws -> GRPCMetadata {
        var metadata = GRPCMetadata()
        guard let tokenFile else { return metadata }
        guard let text = try? String(contentsOfFile: tokenFile, encoding: .utf8) else {
            throw CommandFailure("--token-file: cannot read '\(tokenFile)'")
        }
        let token = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !token.isEmpty, metadata.add("authorization", "Bearer \(token)") else {
            throw CommandFailure("--token-file: '\(tokenFile)' holds no token")
        }
        return metadata
    }
}
