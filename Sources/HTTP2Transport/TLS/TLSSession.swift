internal import COpenSSL
internal import Glibc

/// Owns an `SSL` object and the wire below it.
struct TLSSession: ~Copyable {
    /// What came of one call into OpenSSL.
    enum Outcome: Equatable {
        case done(Int)
        case wouldBlock
        /// The peer ended the stream, in order or not.
        case ended
        case failed(SocketError)
    }

    let wire: TLSWire
    private let ssl: OpaquePointer

    /// `nil` without memory.
    init?(_ context: TLSContextHandle, role: TLSContextHandle.Role, _ wire: TLSWire) {
        guard let ssl = SSL_new(context.pointer) else { return nil }
        guard let bio = wire.makeBIO() else {
            SSL_free(ssl)
            return nil
        }
        // SSL_set_bio(3): one reference serves both directions.
        SSL_set_bio(ssl, bio, bio)
        role == .server ? SSL_set_accept_state(ssl) : SSL_set_connect_state(ssl)
        self.ssl = ssl
        self.wire = wire
    }

    deinit { SSL_free(ssl) }

    /// Client: the host name or address the server's certificate must carry. False for a name that cannot be one.
    func expect(_ name: String) -> Bool {
        let parameters = SSL_get0_param(ssl)
        if X509_VERIFY_PARAM_set1_ip_asc(parameters, name) == 1 { return true }
        OpenSSLErrors.clear()
        let host = name.hasSuffix(".") ? String(name.dropLast()) : name
        // RFC 1035: 253 bytes. An embedded zero would cut the name for C.
        guard !host.isEmpty, host.utf8.count <= 253, !host.utf8.contains(0) else { return false }
        SSL_set_hostflags(ssl, UInt32(X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS))
        return SSL_set1_host(ssl, host) == 1 && holster_ssl_set_tlsext_host_name(ssl, host) == 1
    }

    func handshake() -> Outcome {
        OpenSSLErrors.clear()
        let result = SSL_do_handshake(ssl)
        return result == 1 ? .done(0) : outcome(of: result, call: "TLS handshake")
    }

    /// At most one record.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Outcome {
        OpenSSLErrors.clear()
        var count = 0
        let result = SSL_read_ex(ssl, buffer.baseAddress, buffer.count, &count)
        return result == 1 ? .done(count) : outcome(of: result, call: "TLS")
    }

    /// One record: at most 16 KiB, at least one byte. The wire takes all of it.
    func write(_ bytes: UnsafeRawBufferPointer) -> Outcome {
        OpenSSLErrors.clear()
        var count = 0
        let result = SSL_write_ex(ssl, bytes.baseAddress, bytes.count, &count)
        return result == 1 ? .done(count) : outcome(of: result, call: "TLS")
    }

    /// Sends close_notify; the peer's is not waited for.
    func sayGoodbye() {
        OpenSSLErrors.clear()
        _ = SSL_shutdown(ssl)
        OpenSSLErrors.clear()
    }

    /// Received, and not yet read from here.
    var hasPending: Bool { SSL_has_pending(ssl) == 1 }

    var negotiatedHTTP2: Bool {
        var name: UnsafePointer<UInt8>?
        var count: UInt32 = 0
        SSL_get0_alpn_selected(ssl, &name, &count)
        guard let name else { return false }
        return UnsafeBufferPointer(start: name, count: Int(count)).elementsEqual("h2".utf8)
    }

    /// `TLSv1.3` or `TLSv1.2`, and the cipher's name.
    var version: String { SSL_get_version(ssl).map { String(cString: $0) } ?? "?" }
    var cipher: String { SSL_CIPHER_get_name(SSL_get_current_cipher(ssl)).map { String(cString: $0) } ?? "?" }

    /// The peer's certificate, lent to `body`; `nil` where it showed none, or it did not verify.
    func withPeerCertificate<R>(_ body: (OpaquePointer) -> R?) -> R? {
        guard SSL_get_verify_result(ssl) == X509_V_OK, let certificate = SSL_get1_peer_certificate(ssl) else { return nil }
        defer { X509_free(certificate) }
        return body(certificate)
    }

    private func outcome(of result: Int32, call: String) -> Outcome {
        switch SSL_get_error(ssl, result) {
        case SSL_ERROR_WANT_READ: return .wouldBlock
        case SSL_ERROR_ZERO_RETURN: return .ended
        case SSL_ERROR_SYSCALL, SSL_ERROR_SSL:
            let error = OpenSSLErrors.take()
            // First: the alert that OpenSSL then sends may well break the socket.
            if wire.hasEnded, error == nil || error?.reason == SSL_R_UNEXPECTED_EOF_WHILE_READING { return .ended }
            if wire.errorNumber != 0 { return .failed(SocketError(call: call, errorNumber: wire.errorNumber)) }
            return .failed(SocketError(call: call, reason: reason(error)))
        // Callbacks of ours never pause, and the wire never refuses.
        default: return .failed(SocketError(call: call, reason: OpenSSLErrors.takeText(or: "OpenSSL failed")))
        }
    }

    private func reason(_ error: OpenSSLErrors.Entry?) -> String {
        if let refusal = wire.refusal { return refusal }
        let text = error?.text ?? "OpenSSL failed"
        guard error?.reason == SSL_R_CERTIFICATE_VERIFY_FAILED,
            let words = X509_verify_cert_error_string(SSL_get_verify_result(ssl))
        else {
            return text
        }
        return "the peer's certificate does not verify: \(String(cString: words))"
    }
}
