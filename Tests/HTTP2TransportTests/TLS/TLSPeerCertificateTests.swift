import Foundation
import HTTP2Transport
import TestSupport
import Testing

@Suite struct TLSPeerCertificateTests {
    let fixture: TLSFixture

    init() throws { fixture = try TLSFixture.shared.get() }

    /// A certificate made for the case, as DER.
    private func certificate(subject: String, _ extensions: String = "") throws -> [UInt8] {
        let name = UUID().uuidString
        try fixture.sign(name, subject: subject, by: "ca", extensions)
        try TLSFixture.openssl([
            "x509", "-in", fixture.path("\(name).pem"), "-outform", "DER", "-out", fixture.path("\(name).der"),
        ])
        return Array(try Data(contentsOf: fixture.folder.appending(path: "\(name).der")))
    }

    /// The oracle is `openssl x509 -nameopt RFC2253`.
    @Test(arguments: [
        "/CN=a", "/C=DE/O=Muster, \"GmbH\"+Co/OU=x\\/y/CN=# gate way ", "/O=Caf\u{e9}/CN=\u{1F600}", "/CN=a+OU=b/O=c", "/",
    ])
    func subject_isWhatOpensslPrints(_ subject: String) throws {
        let der = try certificate(subject: subject)
        let file = fixture.folder.appending(path: UUID().uuidString)
        try Data(der).write(to: file)
        let printed = try TLSFixture.openssl(
            ["x509", "-in", file.path, "-inform", "DER", "-noout", "-subject", "-nameopt", "RFC2253"]
        )
        let read = try #require(TLSPeerCertificate(der: der))
        #expect(printed == "subject=\(read.subject)\n")
    }

    @Test func commonName_whenSeveral_isNil() throws {
        #expect(TLSPeerCertificate(der: try certificate(subject: "/CN=one/CN=two"))?.commonName == nil)
        #expect(TLSPeerCertificate(der: try certificate(subject: "/O=x"))?.commonName == nil)
    }

    /// `CN=gateway\0.evil` must not be `gateway`; as hexadecimal of a UTF8String, since no tool writes a zero byte otherwise.
    @Test func names_whenTheyHoldZeros_areLeftOut() throws {
        var der = try certificate(
            subject: "/CN=gateway_evil",
            "subjectAltName=DNS:gateway_evil.org,URI:spiffe://a_b,DNS:good.org,URI:spiffe://good"
        )
        var replaced = 0
        for index in der.indices where der[index] == UInt8(ascii: "_") {
            let isOurs =
                der[max(0, index - 7)..<index].elementsEqual("gateway".utf8)
                || der[max(0, index - 10)..<index].elementsEqual("spiffe://a".utf8)
            guard isOurs else { continue }
            der[index] = 0
            replaced += 1
        }
        #expect(replaced == 3)
        let read = try #require(TLSPeerCertificate(der: der))
        #expect(read.commonName == nil)
        #expect(read.dnsNames == ["good.org"])
        #expect(read.uris == ["spiffe://good"])
        #expect(read.subject == "CN=gateway\\00evil")
    }

    @Test func names_whenAbsurd_areBounded() throws {
        let many = (0..<200).map { "DNS:n\($0).org" }.joined(separator: ",")
        #expect(TLSPeerCertificate(der: try certificate(subject: "/CN=a", "subjectAltName=\(many)"))?.dnsNames.count == 64)
        let long = "spiffe://" + String(repeating: "a", count: 3_000)
        #expect(TLSPeerCertificate(der: try certificate(subject: "/CN=a", "subjectAltName=URI:\(long)"))?.uris == [])
        let subject = (0..<80).map { "/OU=\($0)" + String(repeating: "b", count: 55) }.joined()
        #expect(TLSPeerCertificate(der: try certificate(subject: subject)) == nil)
    }

    @Test func reading_whenBytesAreMutated_neverTraps() throws {
        let valid = try certificate(subject: "/O=Example/CN=gateway", "subjectAltName=DNS:a.org,URI:spiffe://a,IP:10.0.0.1")
        var random = SeededRandom(seed: 9)
        var readable = 0
        for _ in 0..<20_000 {
            var bytes = valid
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            guard let read = TLSPeerCertificate(der: bytes) else { continue }
            readable += 1
            #expect(read.fingerprint.utf8.count == 64)
            #expect(read.subject.utf8.allSatisfy { (0x20...0x7E).contains($0) })
            #expect((read.dnsNames + read.uris).allSatisfy { $0.utf8.allSatisfy { (0x21...0x7E).contains($0) } })
        }
        #expect(readable > 1_000)
    }
}
