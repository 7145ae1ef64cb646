import Foundation
import HTTP2Transport
import TestSupport
import Testing

@Suite struct TLSContextTests {
    let fixture: TLSFixture

    init() throws { fixture = try TLSFixture.shared.get() }

    private func failure(_ identity: TLSIdentity) -> TLSError? {
        do throws(TLSError) {
            _ = try TLSServerContext(.init(identity: identity))
            return nil
        } catch {
            return error
        }
    }

    @Test func init_whenFilesAreWrong_namesFileAndReason() throws {
        let good = fixture.server
        let missing = fixture.path("missing.pem")
        #expect(
            failure(TLSIdentity(certificateFile: missing, keyFile: good.keyFile))
                == TLSError(file: missing, reason: "No such file or directory")
        )
        #expect(failure(TLSIdentity(certificateFile: good.certificateFile, keyFile: missing))?.file == missing)
        let folder = failure(TLSIdentity(certificateFile: fixture.folder.path, keyFile: good.keyFile))
        #expect(folder?.reason == "is not a regular file")

        let mismatch = failure(TLSIdentity(certificateFile: good.certificateFile, keyFile: fixture.client.keyFile))
        #expect(mismatch?.file == fixture.client.keyFile)
        #expect(mismatch?.reason == "the key does not belong to the certificate in \(good.certificateFile)")

        let swapped = failure(TLSIdentity(certificateFile: good.keyFile, keyFile: good.certificateFile))
        #expect(swapped?.reason == "holds no PEM certificate (-----BEGIN CERTIFICATE-----)")
        let keyless = failure(TLSIdentity(certificateFile: good.certificateFile, keyFile: good.certificateFile))
        #expect(keyless?.reason == "holds no PEM private key (-----BEGIN PRIVATE KEY-----)")

        let locked = failure(TLSIdentity(certificateFile: good.certificateFile, keyFile: fixture.path("locked.key")))
        #expect(locked?.reason == "the key is protected by a passphrase: store it without one")
        #expect(locked?.description.hasPrefix(fixture.path("locked.key") + ": ") == true)

        let expired = failure(fixture.expiredClient)
        #expect(expired?.file == fixture.expiredClient.certificateFile)
        #expect(expired?.reason.hasPrefix("the certificate expired on 2") == true)
    }

    @Test func init_whenAuthorityIsMissing_throws() {
        #expect(throws: TLSError.self) {
            try TLSServerContext(.init(identity: fixture.server, clientCertificates: .required))
        }
        #expect(throws: TLSError.self) {
            try TLSServerContext(
                .init(identity: fixture.server, clientAuthorityFile: fixture.server.keyFile, clientCertificates: .optional)
            )
        }
        #expect(throws: TLSError.self) { try TLSClientContext(.init(authorityFile: fixture.path("none"))) }
        // The system's roots may be absent, but asking for them is no error.
        #expect(throws: Never.self) { try TLSClientContext() }
    }

    /// Whatever a certificate or key file holds, it is refused in words or taken, never a trap.
    @Test func init_whenFilesAreMutated_throwsOrLoads() throws {
        var random = SeededRandom(seed: 12)
        let copy = try fixture.copy(fixture.server)
        let certificate = try Data(contentsOf: URL(filePath: copy.certificateFile))
        let key = try Data(contentsOf: URL(filePath: copy.keyFile))
        for round in 0..<300 {
            var bytes = round % 2 == 0 ? certificate : key
            for _ in 0..<Int.random(in: 1...5, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            if round % 3 == 0 { bytes = bytes.prefix(Int.random(in: 0..<bytes.count, using: &random)) }
            try (round % 2 == 0 ? bytes : certificate).write(to: URL(filePath: copy.certificateFile))
            try (round % 2 == 0 ? key : bytes).write(to: URL(filePath: copy.keyFile))
            #expect(failure(copy)?.reason.isEmpty != true)
        }
    }

    private func servedName(_ server: TLSServerContext) throws -> String? {
        let pair = try TLSPair(server, TLSClientContext(.init(authorityFile: fixture.authority, serverName: nil)))
        // The renewed certificate has the same names.
        return pair.shakeHands() ? pair.client.transport.peerCertificate?.commonName : nil
    }

    private func replace(_ identity: TLSIdentity, with other: TLSIdentity) throws {
        for (path, source) in [(identity.certificateFile, other.certificateFile), (identity.keyFile, other.keyFile)] {
            let fresh = path + ".new"
            try FileManager.default.copyItem(atPath: source, toPath: fresh)
            #expect(rename(fresh, path) == 0)
        }
    }

    @Test func reload_whenFilesChanged_servesTheNewOnesToNewConnections() throws {
        let identity = try fixture.copy(fixture.server)
        let context = try TLSServerContext(.init(identity: identity))
        let old = try TLSPair(context, TLSClientContext(.init(authorityFile: fixture.authority)))
        #expect(old.shakeHands())
        #expect(try context.reloadIfChanged() == false)
        #expect(context.certificateExpiry != nil)

        try replace(identity, with: fixture.renewedServer)
        #expect(try context.reloadIfChanged() == true)
        #expect(try context.reloadIfChanged() == false)
        #expect(try servedName(context) == "renewed")

        // The old connection lives.
        old.client.toSend = Array("still here".utf8)
        #expect(old.run { old.server.received.count == 10 })
        try replace(identity, with: fixture.server)
        try context.reload()
        #expect(try servedName(context) == "server")
    }

    @Test func reload_whenFilesAreBroken_keepsTheOldOnesAndSaysSoOnce() throws {
        let identity = try fixture.copy(fixture.server)
        let context = try TLSServerContext(.init(identity: identity))
        try Data("nonsense".utf8).write(to: URL(filePath: identity.certificateFile))
        #expect(throws: TLSError.self) { try context.reloadIfChanged() }
        #expect(try context.reloadIfChanged() == false)
        #expect(throws: TLSError.self) { try context.reload() }
        #expect(try servedName(context) == "server")
        try FileManager.default.removeItem(atPath: identity.certificateFile)
        #expect(throws: TLSError.self) { try context.reloadIfChanged() }
        #expect(try servedName(context) == "server")
        // Halfway through a renewal: the certificate is new, the key is not yet.
        try FileManager.default.copyItem(atPath: fixture.renewedServer.certificateFile, toPath: identity.certificateFile)
        #expect(throws: TLSError.self) { try context.reloadIfChanged() }
        #expect(try servedName(context) == "server")
        try replace(identity, with: fixture.renewedServer)
        #expect(try context.reloadIfChanged() == true)
        #expect(try servedName(context) == "renewed")
    }
}
