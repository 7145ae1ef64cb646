public import ArgumentParser
import Foundation
public import GRPCTransport
import HTTP2Transport

/// How a command reaches a server that asks for TLS or wants to know who calls: the same options wherever calls are made.
///
/// Files are read when ``channelConfiguration()`` and ``metadata()`` are called, not while arguments are parsed.
public struct AccessOptions: ParsableArguments {
    @Flag(help: "Speak TLS; the system's authorities are trusted unless --tls-authority names others.")
    package var tls = false

    @Option(help: ArgumentHelp("Speak TLS, and trust only the certificates of this PEM file.", valueName: "file"))
    package var tlsAuthority: String?

    @Option(help: ArgumentHelp("The name that the server's certificate must carry, if not the host's.", valueName: "name"))
    package var tlsServerName: String?

    @Option(help: ArgumentHelp("Client certificate to show (PEM).", valueName: "file"))
    package var tlsCertificate: String?

    @Option(help: ArgumentHelp("Its key (PEM).", valueName: "file"))
    package var tlsKey: String?

    @Option(help: ArgumentHelp("File that holds the caller's token, and nothing else.", valueName: "file"))
    package var tokenFile: String?

    public init() {}

    public func validate() throws {
        guard (tlsCertificate == nil) == (tlsKey == nil) else {
            throw ValidationError("--tls-certificate and --tls-key come together")
        }
    }

    /// True where any of the TLS options is given: each of them asks for TLS.
    package var speaksTLS: Bool { tls || tlsAuthority != nil || tlsServerName != nil || tlsCertificate != nil }

    /// The defaults, with TLS where it is asked for. Blocks for the files; throws ``CommandFailure`` where one cannot be used.
    public func channelConfiguration() throws -> GRPCChannel.Configuration {
        var configuration = GRPCChannel.Configuration()
        guard speaksTLS else { return configuration }
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
    public func metadata() throws -> GRPCMetadata {
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
