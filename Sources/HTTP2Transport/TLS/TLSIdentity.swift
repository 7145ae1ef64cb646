/// Who one side of a TLS connection is: the files of its certificate and key.
public struct TLSIdentity: Sendable, Equatable {
    /// PEM: the certificate first, then the intermediate ones up to, and without, the root.
    public var certificateFile: String
    /// PEM, without a passphrase.
    public var keyFile: String

    public init(certificateFile: String, keyFile: String) {
        self.certificateFile = certificateFile
        self.keyFile = keyFile
    }
}

/// Whether a server asks its clients for certificates.
public enum TLSClientCertificates: String, Sendable, CaseIterable {
    /// Not asked for.
    case none
    /// Asked for; a client may come without one. One that does not verify ends the handshake.
    case optional
    /// A client without one that verifies is refused.
    case required
}
