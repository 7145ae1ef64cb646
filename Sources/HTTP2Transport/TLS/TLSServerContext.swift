internal import COpenSSL

/// What the TLS connections of a server share: its certificate and key, and which client certificates it takes.
///
/// TLS 1.2 and 1.3, ALPN `h2` only: a client that does not offer it is refused with the alert `no_application_protocol`. No
/// renegotiation, no compression, no early data. Sessions resume by tickets for an hour; their keys change with every reload, so that nobody
/// resumes past a new set of trusted certificates. Any thread may use it.
public final class TLSServerContext: Sendable {
    public struct Configuration: Sendable, Equatable {
        public var identity: TLSIdentity
        /// PEM: who may sign client certificates. Needed unless `clientCertificates` is `none`.
        public var clientAuthorityFile: String?
        public var clientCertificates: TLSClientCertificates

        public init(
            identity: TLSIdentity,
            clientAuthorityFile: String? = nil,
            clientCertificates: TLSClientCertificates = .none
        ) {
            self.identity = identity
            self.clientAuthorityFile = clientAuthorityFile
            self.clientCertificates = clientCertificates
        }
    }

    public let configuration: Configuration
    private let context: ReloadableContext

    /// Reads the files; blocks for that.
    public init(_ configuration: Configuration) throws(TLSError) {
        self.configuration = configuration
        let identity = configuration.identity
        let files = [identity.certificateFile, identity.keyFile] + [configuration.clientAuthorityFile].compactMap { $0 }
        context = try ReloadableContext(files: files) { () throws(TLSError) in try Self.make(configuration) }
    }

    /// Reads the files anew. New connections get what they hold now, existing ones go on; on any error what was in use stays in use.
    ///
    /// Blocks for the reads: not for an event loop.
    public func reload() throws(TLSError) { try context.reload() }

    /// `reload` where a file is another one than at the last attempt (device, inode, size, times); true where it was reloaded.
    ///
    /// A few `stat` calls where nothing changed; meant to be called every few seconds. Throws once for each change.
    @discardableResult public func reloadIfChanged() throws(TLSError) -> Bool { try context.reloadIfChanged() }

    /// When the certificate in use ends, in seconds since 1970.
    public var certificateExpiry: Int64? { context.current.certificateExpiry }

    /// The server's end of a connection; its handshake begins with the first `read`.
    func makeSession(_ wire: TLSWire) -> TLSSession? { TLSSession(context.current, role: .server, wire) }

    private static func make(_ configuration: Configuration) throws(TLSError) -> TLSContextHandle {
        let handle = try TLSContextHandle(.server)
        try handle.use(configuration.identity)
        SSL_CTX_set_client_hello_cb(handle.pointer, { ssl, alert, _ in TLSServerContext.requireHTTP2(ssl, alert) }, nil)
        SSL_CTX_set_alpn_select_cb(
            handle.pointer,
            { ssl, output, outputCount, list, count, _ in
                guard let name = TLSServerContext.findHTTP2(ssl, UnsafeBufferPointer(start: list, count: Int(count))) else {
                    return SSL_TLSEXT_ERR_ALERT_FATAL
                }
                output?.pointee = name
                outputCount?.pointee = 2
                return SSL_TLSEXT_ERR_OK
            },
            nil
        )
        SSL_CTX_set_timeout(handle.pointer, 3_600)
        SSL_CTX_set_num_tickets(handle.pointer, 1)
        // SSL_CTX_set_session_id_context(3): without one, a server that asks for certificates resumes nothing.
        try handle.check(SSL_CTX_set_session_id_context(handle.pointer, "holster", 7))
        guard configuration.clientCertificates != .none else { return handle }
        guard let authorities = configuration.clientAuthorityFile else {
            throw TLSError(reason: "client certificates are asked for, but no file says who may sign them")
        }
        try handle.trust(authorities, tellsPeer: true)
        let required = configuration.clientCertificates == .required ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0
        SSL_CTX_set_verify(handle.pointer, SSL_VERIFY_PEER | required, nil)
        return handle
    }

    /// A client that sends no ALPN at all never reaches the selection.
    private static func requireHTTP2(_ ssl: OpaquePointer?, _ alert: UnsafeMutablePointer<Int32>?) -> Int32 {
        var list: UnsafePointer<UInt8>?
        var count = 0
        if SSL_client_hello_get0_ext(ssl, UInt32(TLSEXT_TYPE_application_layer_protocol_negotiation), &list, &count) == 1 {
            return SSL_CLIENT_HELLO_SUCCESS
        }
        TLSWire.of(ssl)?.refusal = TLSWire.noHTTP2
        alert?.pointee = SSL_AD_NO_APPLICATION_PROTOCOL
        return SSL_CLIENT_HELLO_ERROR
    }

    /// Where `h2` stands in the client's list (RFC 7301: a byte of length, then the name). OpenSSL has checked the lengths; so do we.
    private static func findHTTP2(_ ssl: OpaquePointer?, _ list: UnsafeBufferPointer<UInt8>) -> UnsafePointer<UInt8>? {
        var offset = 0
        while offset < list.count {
            let start = offset + 1
            let length = Int(list[offset])
            guard length <= list.count - start else { break }
            if list[start..<start + length].elementsEqual("h2".utf8) { return list.baseAddress.map { $0 + start } }
            offset = start + length
        }
        TLSWire.of(ssl)?.refusal = TLSWire.noHTTP2
        return nil
    }
}
