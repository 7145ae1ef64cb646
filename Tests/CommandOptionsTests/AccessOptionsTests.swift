import ArgumentParser
import CommandOptions
import Foundation
import GRPCTransport
import TestSupport
import Testing

/// What a person types to reach a server that asks for TLS or a token.
struct AccessOptionsTests {
    @Test func parse_whenNothingIsGiven_speaksPlainlyAsNobody() throws {
        let options = try AccessOptions.parse([])
        #expect(!options.speaksTLS)
        #expect(try options.channelConfiguration().tls == nil)
        #expect(try options.metadata().isEmpty)
    }

    @Test func parse_whenEverythingIsGiven_keepsIt() throws {
        let arguments = [
            "--tls", "--tls-authority", "ca.pem", "--tls-server-name", "holster.test", "--tls-certificate", "me.pem",
        ]
        let options = try AccessOptions.parse(arguments + ["--tls-key", "me.key", "--token-file", "token"])
        #expect(options.tls)
        #expect(options.tlsAuthority == "ca.pem")
        #expect(options.tlsServerName == "holster.test")
        #expect(options.tlsCertificate == "me.pem")
        #expect(options.tlsKey == "me.key")
        #expect(options.tokenFile == "token")
    }

    @Test(arguments: [
        (["--tls"], true), (["--tls-authority", "ca.pem"], true), (["--tls-server-name", "holster.test"], true),
        (["--tls-certificate", "me.pem", "--tls-key", "me.key"], true), (["--token-file", "token"], false),
    ])
    func speaksTLS_whenAnyTLSOptionIsGiven(_ arguments: [String], _ expected: Bool) throws {
        #expect(try AccessOptions.parse(arguments).speaksTLS == expected)
    }

    @Test(arguments: [["--tls-certificate", "me.pem"], ["--tls-key", "me.key"], ["--tls", "--tls-key", "me.key"]])
    func parse_whenCertificateOrKeyIsAlone_isRefused(_ arguments: [String]) {
        let error = #expect(throws: (any Error).self) { try AccessOptions.parse(arguments) }
        #expect(error.map { AccessOptions.message(for: $0) } == "--tls-certificate and --tls-key come together")
    }

    @Test func channelConfiguration_whenFilesAreGood_speaksTLS() throws {
        let certificates = try TestCertificates.shared.get()
        let options = try AccessOptions.parse([
            "--tls-authority", certificates.certificate("ca"), "--tls-certificate", certificates.certificate("client"),
            "--tls-key",
            certificates.key("client"),
        ])
        #expect(try options.channelConfiguration().tls != nil)
    }

    @Test func channelConfiguration_whenAFileIsAbsent_namesIt() throws {
        let options = try AccessOptions.parse(["--tls-authority", "/no/such/ca.pem"])
        let failure = #expect(throws: CommandFailure.self) { try options.channelConfiguration() }
        #expect(failure?.description.contains("/no/such/ca.pem") == true, "\(failure?.description ?? "")")
    }

    @Test func metadata_whenTheFileHasAToken_sendsItTrimmed() throws {
        try Self.withFile("  secret-token\n") { file in
            let options = try AccessOptions.parse(["--token-file", file])
            #expect(try options.metadata().text("authorization") == "Bearer secret-token")
        }
    }

    @Test(arguments: ["", "\n \n", "two\nlines", "caf\u{E9}"])
    func metadata_whenTheFileHasNoToken_saysSoWithoutShowingIt(_ content: String) throws {
        try Self.withFile(content) { file in
            let failure = #expect(throws: CommandFailure.self) { try AccessOptions.parse(["--token-file", file]).metadata() }
            #expect(failure?.description == "--token-file: '\(file)' holds no token")
        }
    }

    @Test func metadata_whenTheFileIsAbsent_saysSo() throws {
        let failure = #expect(throws: CommandFailure.self) {
            try AccessOptions.parse(["--token-file", "/no/such/token"]).metadata()
        }
        #expect(failure?.description == "--token-file: cannot read '/no/such/token'")
    }

    private static func withFile(_ content: String, _ body: (String) throws -> Void) throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "holster-token-\(UUID().uuidString)")
        try Data(content.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        try body(file.path)
    }
}
