import Foundation
import GRPCTransport
import HTTP2Transport
import ModerationAPI
import ModerationServer
import Synchronization
import Testing

@Suite struct CallerGateTests {
    private final class Clock: Sendable {
        private let value = Mutex(ContinuousClock.now)
        var now: ContinuousClock.Instant { value.withLock { $0 } }
        func advance(_ duration: Duration) { value.withLock { $0 += duration } }
    }

    private let clock = Clock()

    private func gate(_ settings: CallerSettings) throws -> CallerGate {
        try CallerGate(settings) { [clock] in clock.now }
    }

    private func head(
        _ authorization: String...,
        certificate: TLSPeerCertificate? = nil,
        path: String = "/holster.v1.Moderation/Check"
    ) -> GRPCCallHead {
        var metadata = GRPCMetadata()
        for value in authorization { metadata.add("authorization", value) }
        return GRPCCallHead(path: path, metadata: metadata, peer: "127.0.0.1:1", certificate: certificate)
    }

    private func status(_ gate: CallerGate, _ head: GRPCCallHead) -> GRPCStatus? {
        do throws(GRPCStatus) {
            _ = try gate.admit(head)
            return nil
        } catch {
            return error
        }
    }

    private func tokenFile(_ text: String) throws -> String {
        let file = FileManager.default.temporaryDirectory.appending(path: "holster-tokens-\(UUID().uuidString)").path
        try Data(text.utf8).write(to: URL(filePath: file))
        return file
    }

    private func line(_ name: String, token: String, _ quotas: String = "") -> String {
        "\(name) sha256:\(CallerList.digest(of: token) ?? "") \(quotas)\n"
    }

    private let certificate = TLSPeerCertificate(
        subject: "CN=gateway,O=Example",
        commonName: "gateway",
        uris: ["spiffe://example.org/gateway"],
        fingerprint: "f",
        serialNumber: "1"
    )

    @Test func admit_whenNobodyIsKnown_asksForIdentity() throws {
        let refused = status(try gate(CallerSettings()), head())
        #expect(refused?.code == .unauthenticated)
        #expect(refused?.message == "who calls is not known: send 'authorization: Bearer TOKEN', or use a client certificate")
        let permit = try gate(CallerSettings(allowsAnonymous: true)).admit(head())
        #expect(permit.caller == "anonymous")
    }

    @Test func admit_whenTokenIsKnown_saysWhose() throws {
        let file = try tokenFile(line("gateway-eu", token: "right"))
        defer { try? FileManager.default.removeItem(atPath: file) }
        let gate = try gate(CallerSettings(allowsAnonymous: true, tokenFile: file))
        #expect(try gate.admit(head("Bearer right")).caller == "gateway-eu")
        #expect(try gate.admit(head("bearer right", certificate: certificate)).caller == "gateway-eu")
        // A claim that fails is never taken for none, nor for the certificate.
        #expect(
            status(gate, head("Bearer wrong", certificate: certificate))
                == GRPCStatus(.unauthenticated, "the token is not known here")
        )
        for bad in ["Basic right", "Bearer", "right", "Bearer right right"] {
            #expect(status(gate, head(bad))?.code == .unauthenticated, "\(bad)")
        }
        #expect(status(gate, head("Bearer right", "Bearer right"))?.code == .unauthenticated)
    }

    @Test func admit_whenCertificate_takesTheConfiguredPart() throws {
        let names: [(CertificateName, String)] = [
            (.subject, "CN=gateway,O=Example"), (.commonName, "gateway"), (.uri, "spiffe://example.org/gateway"),
        ]
        for (part, name) in names {
            #expect(try gate(CallerSettings(certificateName: part)).admit(head(certificate: certificate)).caller == name)
        }
        let nameless = TLSPeerCertificate(subject: "", uris: ["spiffe://a", "spiffe://b"], fingerprint: "f", serialNumber: "1")
        for (part, _) in names {
            let refused = status(
                try gate(CallerSettings(allowsAnonymous: true, certificateName: part)),
                head(certificate: nameless)
            )
            #expect(refused?.message == "the client certificate has no single \(part.rawValue)")
        }
    }

    @Test func admit_whenCertificateSaysAnonymous_isRefused() throws {
        let named = TLSPeerCertificate(subject: "CN=anonymous", commonName: "anonymous", fingerprint: "f", serialNumber: "1")
        let gate = try gate(CallerSettings(allowsAnonymous: true, certificateName: .commonName))
        #expect(status(gate, head(certificate: named))?.code == .unauthenticated)
    }

    @Test func admit_ofHealth_needsNoIdentity() throws {
        let closed = try gate(CallerSettings())
        #expect(try closed.admit(head(path: "/grpc.health.v1.Health/Check")).caller == nil)
        #expect(status(closed, head(path: "/grpc.health.v1.HealthX/Check"))?.code == .unauthenticated)
        #expect(status(closed, head(path: "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo"))?.code == .unauthenticated)
        let open = try gate(CallerSettings(opensReflection: true))
        #expect(status(open, head(path: "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo")) == nil)
    }

    @Test func quotas_nameTheCallerTheLimitAndWhenToRetry() throws {
        let file = try tokenFile(line("slow", token: "s", "calls_per_second=10 burst=1") + line("quick", token: "q"))
        defer { try? FileManager.default.removeItem(atPath: file) }
        let gate = try gate(CallerSettings(tokenFile: file))
        #expect(status(gate, head("Bearer s")) == nil)
        let refused = status(gate, head("Bearer s"))
        #expect(
            refused == GRPCStatus(.resourceExhausted, "caller 'slow' is over its quota of 10 calls/s, 1 at once; retry in 100 ms")
        )
        for _ in 0..<1_000 { #expect(status(gate, head("Bearer q")) == nil) }
        clock.advance(.milliseconds(100))
        #expect(status(gate, head("Bearer s")) == nil)
    }

    @Test func permit_whenEndedOften_isGivenBackOnce() async throws {
        let gate = try gate(CallerSettings(allowsAnonymous: true, quota: CallerQuota(maxConcurrent: 2)))
        let first = try gate.admit(head())
        let second = try gate.admit(head())
        #expect(status(gate, head())?.code == .resourceExhausted)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<64 { group.addTask { first.ended() } }
        }
        let third = try gate.admit(head())
        #expect(status(gate, head())?.code == .resourceExhausted)
        withExtendedLifetime((second, third)) {}
    }

    /// A permit that is dropped without a word is given back too.
    @Test func permit_whenDropped_isGivenBack() throws {
        let gate = try gate(CallerSettings(allowsAnonymous: true, quota: CallerQuota(maxConcurrent: 1)))
        for _ in 0..<10 { #expect(status(gate, head()) == nil) }
    }

    @Test func permit_chargesBytes() throws {
        let gate = try gate(CallerSettings(allowsAnonymous: true, quota: CallerQuota(bytesPerSecond: 1_000)))
        let permit = try gate.admit(head())
        try permit.received(byteCount: 1_999)
        #expect(status(gate, head())?.message == "caller 'anonymous' is over its quota of 1000 bytes/s; retry in 1000 ms")
        clock.advance(.seconds(1))
        #expect(status(gate, head()) == nil)
        #expect(throws: GRPCStatus.self) { try permit.received(byteCount: 100 << 20) }
    }

    @Test func reload_whenTheFileChanged_appliesIt_andKeepsTheOldOnError() throws {
        let file = try tokenFile(line("a", token: "first"))
        defer { try? FileManager.default.removeItem(atPath: file) }
        let gate = try gate(CallerSettings(tokenFile: file))
        #expect(try gate.reloadIfChanged() == false)
        try Data((line("a", token: "first") + line("b", token: "second")).utf8).write(to: URL(filePath: file))
        #expect(try gate.reloadIfChanged() == true)
        #expect(gate.callerCount == 2)
        #expect(try gate.admit(head("Bearer second")).caller == "b")
        try Data("nonsense".utf8).write(to: URL(filePath: file))
        let error = #expect(throws: ConfigurationError.self) { try gate.reloadIfChanged() }
        #expect(error?.description.contains("\(file):1: ") == true)
        #expect(try gate.reloadIfChanged() == false)
        #expect(try gate.admit(head("Bearer first")).caller == "a")
        // A token that was taken away ends with the next look.
        try Data(line("b", token: "second").utf8).write(to: URL(filePath: file))
        #expect(try gate.reloadIfChanged() == true)
        #expect(status(gate, head("Bearer first"))?.code == .unauthenticated)
    }

    @Test func settings_letAnonymousInOnlyWhereOnlyThisMachineCalls() throws {
        func allows(_ listen: String, tls: Bool = false, _ yaml: String = "") throws -> Bool {
            var source = try SettingsSource(yaml: yaml, fileName: "t", environment: [:])
            let endpoint = try #require(SocketEndpoint(parsing: listen))
            return try CallerSettings(source: &source, endpoint: endpoint, usesTLS: tls).allowsAnonymous
        }
        for local in ["127.0.0.1:1", "127.1.2.3:1", "[::1]:1", "localhost:1", "unix:/tmp/x"] {
            #expect(try allows(local))
            #expect(try !allows(local, tls: true))
        }
        for open in ["0.0.0.0:1", "[::]:1", "10.0.0.1:1", "127.example.org:1", "gateway:1"] {
            #expect(try !allows(open), "\(open)")
        }
        #expect(try allows("0.0.0.0:1", "grpc: {allow_unauthenticated: true}"))
        #expect(try !allows("127.0.0.1:1", "grpc: {allow_unauthenticated: false}"))
    }

    @Test func settings_whenOthersMayReadTheFile_warn() throws {
        let file = try tokenFile("")
        defer { try? FileManager.default.removeItem(atPath: file) }
        chmod(file, 0o644)
        #expect(CallerSettings(tokenFile: file).warnings().first?.contains("(mode 644); chmod 600 it") == true)
        chmod(file, 0o600)
        #expect(CallerSettings(tokenFile: file).warnings().isEmpty)
        #expect(CallerSettings(allowsAnonymous: true).warnings().first?.hasPrefix("grpc.allow_unauthenticated") == true)
    }

    @Test func admit_withoutTheRole_isDeniedByName() throws {
        let file = try tokenFile(
            line("gateway", token: "g") + line("mara", token: "m", "role=curate") + line("audit", token: "a", "role=read,check")
        )
        defer { try? FileManager.default.removeItem(atPath: file) }
        let gate = try gate(CallerSettings(allowsAnonymous: true, tokenFile: file))
        let (check, list, add) = (
            HolsterV1.ModerationService.check.path, HolsterV1.BanksService.listBanks.path, HolsterV1.BanksService.addEntries.path
        )
        func code(_ token: String?, _ path: String) -> GRPCStatusCode? {
            status(gate, token.map { head("Bearer \($0)", path: path) } ?? head(path: path))?.code
        }
        #expect(code("g", check) == nil && code("g", list) == .permissionDenied && code("g", add) == .permissionDenied)
        #expect(code("m", check) == .permissionDenied && code("m", list) == nil && code("m", add) == nil)
        #expect(code("a", check) == nil && code("a", list) == nil && code("a", add) == .permissionDenied)
        // Who does not say who it is may check and no more, wherever the port is.
        #expect(code(nil, check) == nil && code(nil, list) == .permissionDenied && code(nil, add) == .permissionDenied)
        let denied = status(gate, head("Bearer g", path: add))
        #expect(
            denied?.message == "caller 'gateway' lacks the role 'curate' that /holster.v1.Banks/AddEntries needs; "
                + "give it in the server's token file: role=curate"
        )
        #expect(status(gate, head("Bearer g", path: list))?.message.contains("lacks the role 'read' or 'curate'") == true)
        #expect(status(gate, head(path: add))?.message.contains("callers without identity may not") == true)
        // A certificate that the file says nothing about checks, as before there were roles.
        #expect(status(gate, head(certificate: certificate, path: check)) == nil)
        #expect(status(gate, head(certificate: certificate, path: add))?.code == .permissionDenied)
        let open = try self.gate(CallerSettings(allowsAnonymous: true, anonymousRoles: [.check, .curate]))
        #expect(status(open, head(path: add)) == nil)
    }

    /// A stream that began under a token that is gone gets nothing more decided.
    @Test func admitMessage_whenTheTokenWasTakenAway_isUnauthenticated() throws {
        let file = try tokenFile(line("a", token: "t", "calls_per_second=10 burst=2"))
        defer { try? FileManager.default.removeItem(atPath: file) }
        var settings = CallerSettings()
        settings.tokenFile = file
        let gate = try gate(settings)
        let permit = try gate.admit(head("Bearer t"))
        try permit.admitMessage()
        #expect(throws: GRPCStatus.self) { try permit.admitMessage() }
        clock.advance(.seconds(1))
        try permit.admitMessage()
        try Data("# nobody\n".utf8).write(to: URL(filePath: file))
        #expect(try gate.reloadIfChanged())
        let refused = #expect(throws: GRPCStatus.self) { try permit.admitMessage() }
        #expect(refused?.code == .unauthenticated)
        permit.ended()
    }
}
