import HTTP2Transport
import ModerationServer
import Testing

@Suite struct TLSSettingsTests {
    private func settings(_ yaml: String) throws -> TLSSettings {
        var source = try SettingsSource(yaml: yaml, fileName: "t", environment: [:])
        return try TLSSettings(source: &source)
    }

    private func problem(_ yaml: String) -> String {
        do {
            _ = try settings(yaml)
            return "accepted"
        } catch {
            return "\(error)"
        }
    }

    @Test func load_whenNothingIsSet_isInTheClear() throws {
        #expect(try settings("").server == nil)
        #expect(try settings("").triton == nil)
    }

    @Test func load_ofTheServer_asksForCertificatesOnceThereIsAnAuthority() throws {
        let identity = TLSIdentity(certificateFile: "c", keyFile: "k")
        #expect(try settings("grpc: {tls_certificate: c, tls_key: k}").server == .init(identity: identity))
        #expect(
            try settings("grpc: {tls_certificate: c, tls_key: k, tls_client_authority: a}").server
                == .init(identity: identity, clientAuthorityFile: "a", clientCertificates: .required)
        )
        #expect(
            try settings("grpc: {tls_certificate: c, tls_key: k, tls_client_authority: a, tls_client_certificates: optional}")
                .server
                == .init(identity: identity, clientAuthorityFile: "a", clientCertificates: .optional)
        )
    }

    @Test func load_ofTriton_needsTheSwitch() throws {
        #expect(try settings("triton: {tls: true}").triton == .init())
        #expect(
            try settings("triton: {tls: true, tls_authority: a, tls_server_name: n, tls_certificate: c, tls_key: k}").triton
                == .init(authorityFile: "a", serverName: "n", identity: TLSIdentity(certificateFile: "c", keyFile: "k"))
        )
    }

    @Test(arguments: [
        ("grpc: {tls_certificate: c}", "come together"), ("grpc: {tls_key: k}", "come together"),
        ("grpc: {tls_client_authority: a}", "needs grpc.tls_certificate"),
        ("grpc: {tls_certificate: c, tls_key: k, tls_client_certificates: required}", "needs grpc.tls_client_authority"),
        ("grpc: {tls_client_certificates: perhaps}", "none, optional, required"),
        ("triton: {tls_authority: a}", "triton.tls"),
    ])
    func load_whenSettingsDoNotFit_saysWhich(_ yaml: String, _ expected: String) {
        #expect(problem(yaml).contains(expected), "\(problem(yaml))")
    }
}
