internal import COpenSSL

/// What the TLS connections of a client share: whom it trusts, and the certificate it may show.
///
/// The server's chain and name are always verified, and ALPN `h2` is required. TLS 1.2 and 1.3. Any thread may use it.
public final class TLSClientContext: Sendable {
    public struct Configuration: Sendable, Equatable {
        /// PEM: the only certificates trusted; `nil` for the system's roots.
        public var authorityFile: String?
        /// The name or address that the server's certificate must carry; `nil` for the host that is connected to.
        public var serverName: String?
        /// Shown to servers that ask for it.
        public var identity: TLSIdentity?

        public init(authorityFile: String? = nil, serverName: String? = nil, identity: TLSIdentity? = nil) {
            self.authorityFile = authorityFile
            self.serverName = serverName
            self.identity = identity
        }
    }

    public let configuration: Configuration
    private let context: ReloadableContext

    /// Reads the files; blocks for that.
    public init(_ configuration: Configuration = Configuration()) throws(TLSError) {
        self.configuration = configuration
        let identity = configuration.identity
        let files = [configuration.authorityFile, identity?.certificateFile, identity?.keyFile].compactMap { $0 }
        context = try ReloadableContext(files: files) { () throws(TLSError) in try Self.make(configuration) }
    }

    /// As ``TLSServerContext/reload()``.
    public func reload() throws(TLSError) { try context.reload() }

    /// As ``TLSServerContext/reloadIfChanged()``.
    @discardableResult public func reloadIfChanged() throws(TLSError) -> Bool { try context.reloadIfChanged() }

    /// When the client's own certificate ends, in seconds since 1970; `nil` without one.
    public var certificateExpiry: Int64? { context.current.certificateExpiry }

    /// The client's end of a connection to `host`; its handshake begins with the first `write` or `read`.
    func makeSession(_ wire: TLSWire, host: String) -> TLSSession? {
        guard let session = TLSSession(context.current, role: .client, wire) else { return nil }
        guard session.expect(configuration.serverName ?? host) else { return nil }
        return session
    }

    private static func make(_ configuration: Configuration) throws(TLSError) -> TLSContextHandle {
        let handle = try TLSContextHandle(.client)
        SSL_CTX_set_verify(handle.pointer, SSL_VERIFY_PEER, nil)
        // SSL_CTX_set_alpn_protos(3): zero is success here.
        guard SSL_CTX_set_alpn_protos(handle.pointer, [2, UInt8(ascii: "h"), UInt8(ascii: "2")], 3) == 0 else {
            throw TLSError(reason: "ALPN cannot be set")
        }
        if let authorities = configuration.authorityFile {
            try handle.trust(authorities, tellsPeer: false)
        } else {
            try handle.check(SSL_CTX_set_default_verify_paths(handle.pointer))
        }
        if let identity = configuration.identity { try handle.use(identity) }
        return handle
    }
}
