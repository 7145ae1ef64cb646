internal import COpenSSL
internal import Glibc

/// Owns an `SSL_CTX`: what all connections of one role and one set of files share.
//
// `@unchecked Sendable`: nothing changes the SSL_CTX once `init` and the settings that follow it in one function are done; from
// then on threads only make connections of it. openssl-threads(7): "Objects are thread-safe as long as the API's being invoked don't
// modify the object", and what `SSL_new` touches inside (reference count, session ticket keys) is "done with locks".
final class TLSContextHandle: @unchecked Sendable {
    enum Role { case server, client }

    let pointer: OpaquePointer
    /// When the own certificate ends, in seconds since 1970; `nil` without one.
    private(set) var certificateExpiry: Int64?

    /// TLS 1.2 with forward secrecy and authenticated encryption only, which leaves nothing of HTTP/2's black list (RFC 9113, appendix A).
    private static let ciphers = """
        ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:\
        ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305
        """
    /// AES-128 first: the strength of the key exchange, and a quarter cheaper than AES-256.
    private static let suites = "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256"
    private static let groups = "X25519:P-256:P-384"

    init(_ role: Role) throws(TLSError) {
        OpenSSLErrors.clear()
        guard let made = SSL_CTX_new(role == .server ? TLS_server_method() : TLS_client_method()) else {
            throw TLSError(reason: OpenSSLErrors.takeText(or: "no SSL_CTX"))
        }
        pointer = made
        holster_ssl_ctx_set_modes(made)
        holster_ssl_ctx_set_options(made)
        holster_ssl_ctx_set_read_ahead(made)
        holster_ssl_ctx_disable_session_cache(made)
        try check(holster_ssl_ctx_set_min_proto_version(made, TLS1_2_VERSION))
        try check(SSL_CTX_set_cipher_list(made, Self.ciphers))
        try check(SSL_CTX_set_ciphersuites(made, Self.suites))
        try check(holster_ssl_ctx_set1_groups_list(made, Self.groups))
    }

    deinit { SSL_CTX_free(pointer) }

    func check(_ result: Int32, file: String? = nil) throws(TLSError) {
        guard result == 1 else { throw TLSError(file: file, reason: OpenSSLErrors.takeText(or: "OpenSSL failed")) }
    }

    /// Reads the files of `identity`; blocks for that.
    func use(_ identity: TLSIdentity) throws(TLSError) {
        let chain = try PEMFile(identity.certificateFile)
        let path = identity.certificateFile
        var isFirst = true
        try chain.forEachCertificate { certificate throws(TLSError) in
            if isFirst {
                isFirst = false
                defer { PEMFile.release(certificate) }
                try Self.checkDates(certificate, path)
                certificateExpiry = Self.seconds(X509_get0_notAfter(certificate))
                try check(SSL_CTX_use_certificate(pointer, certificate), file: path)
            } else if holster_ssl_ctx_add0_chain_cert(pointer, certificate) != 1 {
                PEMFile.release(certificate)
                throw TLSError(file: path, reason: OpenSSLErrors.takeText(or: "the chain cannot be used"))
            }
        }
        let key = try PEMFile(identity.keyFile)
        try key.withPrivateKey { key throws(TLSError) in
            guard SSL_CTX_use_PrivateKey(pointer, key) == 1, SSL_CTX_check_private_key(pointer) == 1 else {
                let error = OpenSSLErrors.take()
                let mismatch =
                    error?.library == ERR_LIB_X509
                    && [X509_R_KEY_VALUES_MISMATCH, X509_R_KEY_TYPE_MISMATCH].contains(error?.reason)
                throw TLSError(
                    file: identity.keyFile,
                    reason: mismatch
                        ? "the key does not belong to the certificate in \(path)" : error?.text ?? "the key cannot be used"
                )
            }
        }
    }

    /// Trusts the certificates of `file`, and nothing else. `tellsPeer`: their names are sent to clients, which choose by them.
    func trust(_ file: String, tellsPeer: Bool) throws(TLSError) {
        let authorities = try PEMFile(file)
        guard let store = SSL_CTX_get_cert_store(pointer) else { throw TLSError(reason: "no certificate store") }
        try authorities.forEachCertificate { certificate throws(TLSError) in
            defer { PEMFile.release(certificate) }
            try check(X509_STORE_add_cert(store, certificate), file: file)
            if tellsPeer { try check(SSL_CTX_add_client_CA(pointer, certificate), file: file) }
        }
    }

    private static func checkDates(_ certificate: OpaquePointer, _ path: String) throws(TLSError) {
        // X509_cmp_current_time(3): negative for a time that has passed.
        if X509_cmp_current_time(X509_get0_notAfter(certificate)) < 0 {
            throw TLSError(file: path, reason: "the certificate expired on \(text(X509_get0_notAfter(certificate)))")
        }
        if X509_cmp_current_time(X509_get0_notBefore(certificate)) > 0 {
            throw TLSError(file: path, reason: "the certificate is valid from \(text(X509_get0_notBefore(certificate))) on")
        }
    }

    private static func seconds(_ time: UnsafePointer<ASN1_TIME>?) -> Int64? {
        var parts = tm()
        guard ASN1_TIME_to_tm(time, &parts) == 1 else { return nil }
        return Int64(timegm(&parts))
    }

    private static func text(_ time: UnsafePointer<ASN1_TIME>?) -> String {
        var parts = tm()
        guard ASN1_TIME_to_tm(time, &parts) == 1 else { return "an unreadable date" }
        func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let day = "\(Int(parts.tm_year) + 1_900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
        return "\(day) \(two(parts.tm_hour)):\(two(parts.tm_min)) UTC"
    }
}
