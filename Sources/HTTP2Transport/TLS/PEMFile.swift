internal import COpenSSL
internal import Glibc

/// One PEM file in memory, and what OpenSSL reads out of it.
///
/// Keys: the bytes are wiped when the owner goes.
struct PEMFile: ~Copyable {
    /// Certificates of a whole system's roots are a quarter of that.
    static let byteLimit = 4 << 20

    let path: String
    private let bio: OpaquePointer
    private let content: UnsafeMutableRawBufferPointer

    /// Blocks for the read.
    init(_ path: String) throws(TLSError) {
        let content = try Self.read(path)
        guard let bio = BIO_new_mem_buf(content.baseAddress, Int32(content.count)) else {
            Self.wipe(content)
            throw TLSError(file: path, reason: "no memory")
        }
        self.path = path
        self.bio = bio
        self.content = content
    }

    deinit {
        BIO_free(bio)
        Self.wipe(content)
    }

    /// Hands every certificate of the file to `body`, which lets it go with ``PEMFile/release(_:)`` or hands it on. Throws where there is none.
    func forEachCertificate(_ body: (OpaquePointer) throws(TLSError) -> Void) throws(TLSError) {
        OpenSSLErrors.clear()
        var count = 0
        while let certificate = PEM_read_bio_X509(bio, nil, { _, _, _, asked in PEMFile.refusePassphrase(asked) }, nil) {
            count += 1
            try body(certificate)
        }
        // PEM_read_bio ends with NO_START_LINE where no block is left.
        let end = OpenSSLErrors.takeLast()
        if let end, !(end.library == ERR_LIB_PEM && end.reason == PEM_R_NO_START_LINE) {
            throw TLSError(file: path, reason: "certificate \(count + 1) cannot be read: \(end.text)")
        }
        guard count > 0 else { throw TLSError(file: path, reason: "holds no PEM certificate (-----BEGIN CERTIFICATE-----)") }
    }

    /// Lends the private key.
    func withPrivateKey(_ body: (OpaquePointer) throws(TLSError) -> Void) throws(TLSError) {
        OpenSSLErrors.clear()
        var wasAsked = false
        let key = withUnsafeMutablePointer(to: &wasAsked) {
            PEM_read_bio_PrivateKey(bio, nil, { _, _, _, asked in PEMFile.refusePassphrase(asked) }, $0)
        }
        guard let key else {
            let error = OpenSSLErrors.take()
            if wasAsked { throw TLSError(file: path, reason: "the key is protected by a passphrase: store it without one") }
            if let error, error.library == ERR_LIB_PEM, error.reason != PEM_R_NO_START_LINE {
                throw TLSError(file: path, reason: "the key cannot be read: \(error.text)")
            }
            throw TLSError(file: path, reason: "holds no PEM private key (-----BEGIN PRIVATE KEY-----)")
        }
        defer { EVP_PKEY_free(key) }
        try body(key)
    }

    static func release(_ certificate: OpaquePointer) { X509_free(certificate) }

    /// Without one, OpenSSL would ask on the terminal.
    private static func refusePassphrase(_ asked: UnsafeMutableRawPointer?) -> Int32 {
        asked?.assumingMemoryBound(to: Bool.self).pointee = true
        return -1
    }

    private static func read(_ path: String) throws(TLSError) -> UnsafeMutableRawBufferPointer {
        // Not blocking on a FIFO that nobody writes to.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw TLSError(file: path, reason: SocketError(call: "open", errorNumber: errno).reason) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw TLSError(file: path, reason: "is not a regular file")
        }
        guard status.st_size > 0 else { throw TLSError(file: path, reason: "is empty") }
        guard status.st_size <= byteLimit else { throw TLSError(file: path, reason: "is larger than \(byteLimit >> 20) MiB") }
        let content = UnsafeMutableRawBufferPointer.allocate(byteCount: Int(status.st_size), alignment: 16)
        var filled = 0
        while filled < content.count {
            let count = Glibc.read(descriptor, content.baseAddress.map { $0 + filled }, content.count - filled)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                wipe(content)
                throw TLSError(file: path, reason: "changed while it was read")
            }
            filled += count
        }
        return content
    }

    private static func wipe(_ content: UnsafeMutableRawBufferPointer) {
        OPENSSL_cleanse(content.baseAddress, content.count)
        content.deallocate()
    }
}
