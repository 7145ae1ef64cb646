/// Who the peer of a TLS connection is, as its verified certificate says.
///
/// Every text is whole or absent, never cut: two certificates that differ must not come out as one caller. Names with zero bytes, control
/// characters or absurd lengths are left out.
public struct TLSPeerCertificate: Sendable, Equatable {
    /// The subject as RFC 2253 has it, most specific part first: `CN=gateway,O=Example`. ASCII: the rest is escaped (`\C3\A9`). At most
    /// 4,096 bytes. Empty where the certificate has no subject.
    public let subject: String
    /// `nil` where the subject has none, or several.
    public let commonName: String?
    /// Subject alternative names, in the certificate's order; at most 64 of each kind.
    public let dnsNames: [String]
    /// SPIFFE ids are among these.
    public let uris: [String]
    /// SHA-256 of the certificate, 64 lower-case hexadecimal digits.
    public let fingerprint: String
    /// Upper-case hexadecimal digits, as `openssl x509 -serial` prints them.
    public let serialNumber: String

    public init(
        subject: String,
        commonName: String? = nil,
        dnsNames: [String] = [],
        uris: [String] = [],
        fingerprint: String,
        serialNumber: String
    ) {
        self.subject = subject
        self.commonName = commonName
        self.dnsNames = dnsNames
        self.uris = uris
        self.fingerprint = fingerprint
        self.serialNumber = serialNumber
    }
}
