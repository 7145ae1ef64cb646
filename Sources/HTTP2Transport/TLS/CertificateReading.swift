internal import COpenSSL

extension TLSPeerCertificate {
    static let subjectLimit = 4_096
    static let nameCountLimit = 64
    /// The SPIFFE standard's limit for an id.
    static let uriLimit = 2_048
    static let dnsNameLimit = 253
    static let commonNameLimit = 256
    /// RFC 5280 has 20 bytes.
    static let serialLimit = 64

    /// Reads a certificate that has been verified; `nil` where its subject or serial number is longer than the bounds above.
    init?(reading certificate: OpaquePointer) {
        guard let name = X509_get_subject_name(certificate), let subject = Self.subjectText(name),
            let serial = Self.serialText(certificate), let fingerprint = Self.fingerprint(certificate)
        else { return nil }
        let alternatives = Self.alternativeNames(certificate)
        self.init(
            subject: subject,
            commonName: Self.onlyCommonName(name),
            dnsNames: alternatives.dns,
            uris: alternatives.uris,
            fingerprint: fingerprint,
            serialNumber: serial
        )
    }

    /// The certificate that a DER encoding holds, for tests of hostile ones; `nil` for anything else.
    package init?(der bytes: [UInt8]) {
        OpenSSLErrors.clear()
        let read: OpaquePointer? = bytes.withUnsafeBufferPointer { bytes in
            var position = bytes.baseAddress
            return d2i_X509(nil, &position, bytes.count)
        }
        OpenSSLErrors.clear()
        guard let read else { return nil }
        defer { X509_free(read) }
        self.init(reading: read)
    }

    private static func subjectText(_ name: OpaquePointer) -> String? {
        guard let bio = BIO_new(BIO_s_mem()) else { return nil }
        defer { BIO_free(bio) }
        guard holster_x509_name_print_rfc2253(bio, name) >= 0 else { return nil }
        var data: UnsafeMutablePointer<CChar>?
        let count = holster_bio_get_mem_data(bio, &data)
        guard count <= subjectLimit else { return nil }
        guard count > 0, let data else { return "" }
        return String(decoding: UnsafeRawBufferPointer(start: data, count: count), as: UTF8.self)
    }

    private static func onlyCommonName(_ name: OpaquePointer) -> String? {
        let index = X509_NAME_get_index_by_NID(name, NID_commonName, -1)
        guard index >= 0, X509_NAME_get_index_by_NID(name, NID_commonName, index) < 0 else { return nil }
        guard let value = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, index)) else { return nil }
        var utf8: UnsafeMutablePointer<UInt8>?
        let count = ASN1_STRING_to_UTF8(&utf8, value)
        defer { CRYPTO_free(utf8, #file, #line) }
        guard count > 0, count <= commonNameLimit, let utf8 else { return nil }
        let bytes = UnsafeBufferPointer(start: utf8, count: Int(count))
        guard bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func alternativeNames(_ certificate: OpaquePointer) -> (dns: [String], uris: [String]) {
        // X509_get_ext_d2i(3): also nil where the extension comes twice or cannot be read.
        guard let raw = X509_get_ext_d2i(certificate, NID_subject_alt_name, nil, nil) else { return ([], []) }
        let names = OpaquePointer(raw)
        defer { GENERAL_NAMES_free(names) }
        var dns: [String] = []
        var uris: [String] = []
        for index in 0..<max(0, holster_general_name_count(names)) {
            guard let name = holster_general_name(names, index) else { continue }
            var kind: Int32 = 0
            let value = GENERAL_NAME_get0_value(name, &kind)?.assumingMemoryBound(to: ASN1_STRING.self)
            switch kind {
            case GEN_DNS where dns.count < nameCountLimit: dns += [visibleASCII(value, limit: dnsNameLimit)].compactMap { $0 }
            case GEN_URI where uris.count < nameCountLimit: uris += [visibleASCII(value, limit: uriLimit)].compactMap { $0 }
            default: continue
            }
        }
        return (dns, uris)
    }

    /// An IA5String without blanks, control characters and zeros.
    private static func visibleASCII(_ value: UnsafePointer<ASN1_STRING>?, limit: Int) -> String? {
        guard let value, let data = ASN1_STRING_get0_data(value) else { return nil }
        let count = Int(ASN1_STRING_length(value))
        guard count > 0, count <= limit else { return nil }
        let bytes = UnsafeBufferPointer(start: data, count: count)
        guard bytes.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func serialText(_ certificate: OpaquePointer) -> String? {
        guard let serial = X509_get0_serialNumber(certificate), let data = ASN1_STRING_get0_data(serial) else { return nil }
        let count = Int(ASN1_STRING_length(serial))
        guard count > 0, count <= serialLimit else { return nil }
        let isNegative = ASN1_STRING_type(serial) & V_ASN1_NEG != 0
        return (isNegative ? "-" : "") + hexadecimal(UnsafeBufferPointer(start: data, count: count), digits: "0123456789ABCDEF")
    }

    private static func fingerprint(_ certificate: OpaquePointer) -> String? {
        var digest = [UInt8](repeating: 0, count: 32)
        guard X509_digest(certificate, EVP_sha256(), &digest, nil) == 1 else { return nil }
        return digest.withUnsafeBufferPointer { hexadecimal($0, digits: "0123456789abcdef") }
    }

    private static func hexadecimal(_ bytes: UnsafeBufferPointer<UInt8>, digits: String) -> String {
        let digits = Array(digits.utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
