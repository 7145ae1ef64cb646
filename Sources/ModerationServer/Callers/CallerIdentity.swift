import GRPCTransport
import HTTP2Transport

/// Which part of a client certificate is the caller's name.
package enum CertificateName: String, Sendable, CaseIterable {
    /// RFC 2253: `CN=gateway,O=Example`.
    case subject
    /// Only where the authority gives each name to one party.
    case commonName = "common_name"
    /// The only URI among the alternative names: a SPIFFE id.
    case uri

    /// `nil` where the certificate does not have it, or has several.
    package func name(in certificate: TLSPeerCertificate) -> String? {
        switch self {
        case .subject: certificate.subject.isEmpty ? nil : certificate.subject
        case .commonName: certificate.commonName
        case .uri: certificate.uris.count == 1 ? certificate.uris.first : nil
        }
    }
}

/// Who a call says it comes from, before anybody has asked whether it may.
package enum CallerClaim: Sendable, Equatable {
    case token(String)
    case certificate(String)
    case none
    /// A claim that cannot be used, and why. Never taken for `none`.
    case unusable(String)

    /// A token is looked at first: whoever sends one wants to be known by it.
    package init(_ call: GRPCCallHead, certificateName: CertificateName) {
        let headers = call.metadata.values("authorization")
        if !headers.isEmpty {
            guard headers.count == 1, case .text(let header) = headers[0], let token = Self.bearerToken(header) else {
                self = .unusable("the authorization header must be 'Bearer TOKEN', once")
                return
            }
            self = .token(token)
        } else if let certificate = call.certificate {
            guard let name = certificateName.name(in: certificate) else {
                self = .unusable("the client certificate has no single \(certificateName.rawValue)")
                return
            }
            self = .certificate(name)
        } else {
            self = .none
        }
    }

    /// RFC 6750, section 2.1; the scheme's case does not matter (RFC 9110, section 11.1).
    private static func bearerToken(_ header: String) -> String? {
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer", !parts[1].contains(" ") else { return nil }
        return String(parts[1])
    }
}
