import HTTP2Transport
import TestSupport
import Testing

/// Who is let in, from both ends: names, authorities, client certificates.
@Suite struct TLSVerificationTests {
    let fixture: TLSFixture

    init() throws { fixture = try TLSFixture.shared.get() }

    private func pair(
        client identity: TLSIdentity?,
        _ certificates: TLSClientCertificates,
        clientAuthority: String? = nil
    ) throws -> TLSPair {
        try TLSPair(
            TLSServerContext(
                .init(
                    identity: fixture.server,
                    clientAuthorityFile: clientAuthority ?? fixture.authority,
                    clientCertificates: certificates
                )
            ),
            TLSClientContext(.init(authorityFile: fixture.authority, identity: identity))
        )
    }

    private func reason(_ outcome: TransportOutcome?) -> String {
        guard case .failed(let error) = outcome else { return "\(String(describing: outcome))" }
        return error.description
    }

    @Test(arguments: ["localhost", "holster.test", "LOCALHOST", "localhost.", "127.0.0.1"])
    func name_whenTheCertificateHasIt_isAccepted(_ host: String) throws {
        #expect(try TLSPair(fixture, host: host).shakeHands())
    }

    @Test(arguments: ["example.org", "127.0.0.2", "::1", "localhost.example.org", "server"])
    func name_whenTheCertificateLacksIt_isRefused(_ host: String) throws {
        let pair = try TLSPair(fixture, host: host)
        #expect(!pair.shakeHands())
        #expect(pair.run { pair.client.isEnded && pair.server.isEnded })
        #expect(reason(pair.client.end).contains("mismatch"), "\(reason(pair.client.end))")
        #expect(reason(pair.server.end).contains("the peer sent the alert"), "\(reason(pair.server.end))")
    }

    @Test(arguments: ["", String(repeating: "a", count: 300), "a\u{0}b"])
    func name_whenItCannotBeOne_makesNoStream(_ host: String) throws {
        let context = try TLSClientContext(.init(authorityFile: fixture.authority))
        #expect(TLSStream(client: context, host: host, over: try TransportPeer.sockets().0) == nil)
    }

    @Test func authority_whenTheServersIsAnother_isRefused() throws {
        let pair = try TLSPair(
            TLSServerContext(.init(identity: fixture.server)),
            TLSClientContext(.init(authorityFile: fixture.strangeAuthority))
        )
        #expect(!pair.shakeHands())
        #expect(reason(pair.client.end).contains("does not verify: unable to get local issuer"), "\(reason(pair.client.end))")
    }

    @Test func authority_whenConfiguredName_overridesTheHost() throws {
        let server = try TLSServerContext(.init(identity: fixture.server))
        let right = try TLSClientContext(.init(authorityFile: fixture.authority, serverName: "holster.test"))
        #expect(try TLSPair(server, right, host: "10.0.0.1").shakeHands())
        let wrong = try TLSClientContext(.init(authorityFile: fixture.authority, serverName: "other.test"))
        #expect(try !TLSPair(server, wrong, host: "localhost").shakeHands())
    }

    @Test(arguments: [TLSClientCertificates.optional, .required])
    func clientCertificate_whenItVerifies_isTheCallersIdentity(_ certificates: TLSClientCertificates) throws {
        let pair = try pair(client: fixture.client, certificates)
        #expect(pair.shakeHands())
        let certificate = try #require(pair.server.transport.peerCertificate)
        #expect(certificate.subject == "CN=gateway,O=Example")
        #expect(certificate.commonName == "gateway")
        #expect(certificate.uris == ["spiffe://example.org/gateway"])
        #expect(certificate.dnsNames == ["gateway.example.org"])
        let file = fixture.client.certificateFile
        let printed = try TLSFixture.openssl(["x509", "-in", file, "-noout", "-serial", "-fingerprint", "-sha256"])
        #expect(printed.contains("serial=\(certificate.serialNumber)\n"))
        #expect(printed.replacing(":", with: "").lowercased().contains(certificate.fingerprint))
    }

    @Test func clientCertificate_whenNotAskedFor_isNotShown() throws {
        let pair = try pair(client: fixture.client, .none)
        #expect(pair.shakeHands())
        #expect(pair.server.transport.peerCertificate == nil)
    }

    @Test func clientCertificate_whenAbsent_dependsOnTheServer() throws {
        let open = try pair(client: nil, .optional)
        #expect(open.shakeHands())
        #expect(open.server.transport.peerCertificate == nil)
        let closed = try pair(client: nil, .required)
        #expect(closed.run { closed.client.isEnded && closed.server.isEnded })
        #expect(!closed.server.transport.isEstablished)
        #expect(reason(closed.server.end).contains("peer did not return a certificate"), "\(reason(closed.server.end))")
        #expect(reason(closed.client.end).contains("certificate required"), "\(reason(closed.client.end))")
    }

    @Test(arguments: [TLSClientCertificates.optional, .required])
    func clientCertificate_whenItDoesNotVerify_isRefused(_ certificates: TLSClientCertificates) throws {
        let strange = try pair(client: fixture.strangeClient, certificates)
        #expect(strange.run { strange.client.isEnded && strange.server.isEnded })
        #expect(reason(strange.server.end).contains("does not verify"), "\(reason(strange.server.end))")
        #expect(!strange.server.transport.isEstablished)
        #expect(strange.server.transport.peerCertificate == nil)
    }

    /// A context would not load it, so the client is OpenSSL's own.
    @Test func clientCertificate_whenExpired_isRefused() throws {
        #expect(throws: TLSError.self) { try pair(client: fixture.expiredClient, .required) }
        let loopback = try TLSLoopback(
            TLSServerContext(
                .init(identity: fixture.server, clientAuthorityFile: fixture.authority, clientCertificates: .required)
            )
        )
        _ = try? loopback.sClient(
            fixture,
            ["-alpn", "h2", "-cert", fixture.expiredClient.certificateFile, "-key", fixture.expiredClient.keyFile]
        )
        let outcomes = loopback.finish()
        #expect(outcomes.first?.contains("does not verify: certificate has expired") == true, "\(outcomes)")
        #expect(outcomes.first?.hasPrefix("not established") == true)
    }
}
