import Foundation
import HTTP2Transport
import TestSupport
import Testing

/// Against OpenSSL's own client and Python's `ssl` in both roles.
@Suite struct TLSOracleTests {
    let fixture: TLSFixture

    init() throws { fixture = try TLSFixture.shared.get() }

    private func server() throws -> TLSLoopback { try TLSLoopback(TLSServerContext(.init(identity: fixture.server))) }

    @Test func sClient_whenTLS12Or13_isAccepted() throws {
        for (flag, version) in [("-tls1_2", "TLSv1.2 ECDHE-ECDSA-"), ("-tls1_3", "TLSv1.3 TLS_AES_")] {
            let loopback = try server()
            let output = try loopback.sClient(fixture, [flag, "-alpn", "http/1.1,h2"])
            #expect(output.contains("ALPN protocol: h2"))
            #expect(output.contains("Compression: NONE"))
            let outcomes = loopback.finish()
            #expect(outcomes.first?.hasPrefix(version) == true, "\(outcomes)")
            #expect(outcomes.first?.hasSuffix("ended after 0 bytes") == true, "\(outcomes)")
        }
    }

    @Test(arguments: [
        (["-tls1_1", "-cipher", "ALL:@SECLEVEL=0", "-alpn", "h2"], "unsupported protocol"),
        (["-tls1_2", "-cipher", "AES128-SHA", "-alpn", "h2"], "no shared cipher"),
        (["-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-SHA256", "-alpn", "h2"], "no shared cipher"),
        (["-alpn", "http/1.1"], "ALPN h2"), ([], "ALPN h2"),
    ])
    func sClient_whenItAsksForLess_isRefused(_ arguments: [String], _ reason: String) throws {
        let loopback = try server()
        #expect(throws: TLSFixture.Failure.self) { try loopback.sClient(fixture, arguments) }
        let outcomes = loopback.finish()
        #expect(outcomes.first?.contains(reason) == true, "\(outcomes)")
        #expect(outcomes.first?.hasPrefix("not established") == true)
    }

    @Test func sClient_whenNoH2_isToldByTheRightAlert() throws {
        for arguments in [["-alpn", "http/1.1"], []] {
            let loopback = try server()
            do {
                _ = try loopback.sClient(fixture, arguments)
                #expect(Bool(false), "accepted")
            } catch {
                // RFC 7301: no_application_protocol is alert 120.
                #expect("\(error)".contains("SSL alert number 120"), "\(error)")
            }
            _ = loopback.finish()
        }
    }

    /// Echo of 3 MB, resumption, records byte by byte, truncation: the script says what it saw.
    @Test(.enabled(if: Repository.oraclePython != nil)) func pythonClient_seesAnOrdinaryServer() throws {
        let loopback = try server()
        let output = try Oracle.run("tls_peer.py", arguments: ["client", "\(loopback.port)", fixture.authority])
        #expect(
            String(decoding: output, as: UTF8.self) == """
                TLSv1.2 echo: h2 same
                TLSv1.3 echo: h2 same
                TLSv1.2 resumed: True
                TLSv1.3 resumed: True
                drip: same
                truncated: sent

                """
        )
        let outcomes = loopback.finish()
        #expect(outcomes.allSatisfy { $0.contains("ended after") }, "\(outcomes)")
    }

    @Test(.enabled(if: Repository.oraclePython != nil), arguments: ["h2", "http/1.1", ""])
    func pythonServer_isTakenOnlyWithH2(_ protocols: String) throws {
        let context = try TLSClientContext(.init(authorityFile: fixture.authority))
        let loopback = try TLSLoopback(.client(context, host: "localhost"))
        let identity = fixture.server
        let output = try Oracle.run(
            "tls_peer.py",
            arguments: ["server", "\(loopback.port)", identity.certificateFile, identity.keyFile, protocols]
        )
        let text = String(decoding: output, as: UTF8.self)
        let outcomes = loopback.finish()
        if protocols == "h2" {
            #expect(text == "server heard b'hello'\n")
            #expect(outcomes.first?.hasSuffix("ended after 5 bytes") == true, "\(outcomes)")
        } else {
            #expect(!text.contains("hello"))
            #expect(outcomes.first?.contains("the server does not offer HTTP/2") == true, "\(outcomes)")
        }
    }
}
