import HTTP2Transport
import TestSupport

extension TestCertificates {
    func identity(_ name: String) -> TLSIdentity { TLSIdentity(certificateFile: certificate(name), keyFile: key(name)) }

    func server(_ clients: TLSClientCertificates = .none) throws -> TLSServerContext {
        try TLSServerContext(
            .init(identity: identity("server"), clientAuthorityFile: certificate("ca"), clientCertificates: clients)
        )
    }

    func client(trusting authority: String = "ca", showing identity: String? = nil) throws -> TLSClientContext {
        try TLSClientContext(.init(authorityFile: certificate(authority), identity: identity.map { self.identity($0) }))
    }
}
