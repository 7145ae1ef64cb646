import COpenSSL

/// SHA-256 of a photo's bytes: the name under which it is de-duplicated and kept.
public enum ContentDigest {
    /// 64 lower-case hexadecimal digits; throws ``PhotoError/libraryFailure(_:)`` only.
    public static func sha256(of content: ArraySlice<UInt8>) throws(PhotoError) -> String {
        try content.withUnsafeBufferPointer { bytes throws(PhotoError) in try sha256(of: bytes) }
    }

    package static func sha256(of bytes: UnsafeBufferPointer<UInt8>) throws(PhotoError) -> String {
        var digest = [UInt8](repeating: 0, count: 32)
        // EVP_DigestInit(3): EVP_Digest hashes one buffer with a context of its own and returns 1 for success.
        guard EVP_Digest(bytes.baseAddress, bytes.count, &digest, nil, EVP_sha256(), nil) == 1 else {
            throw .libraryFailure("EVP_Digest failed")
        }
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
