/// What is kept of one photo of a case.
package enum PhotoEvidence: Sendable, Equatable {
    /// The uploaded bytes, named by their SHA-256.
    case whole
    /// A smaller rendering, as the folder is full.
    case reduced
    /// Nothing; says why.
    case missing(String)
}

/// One photo on its way to the folder.
package struct PhotoToKeep: Sendable {
    /// SHA-256 of the content, 64 lower-case hexadecimal digits.
    package var digest: String
    package var content: ArraySlice<UInt8>

    package init(digest: String, content: ArraySlice<UInt8>) {
        self.digest = digest
        self.content = content
    }

    /// Digests become file names, so nothing else may pass.
    package var hasValidDigest: Bool { Self.isValid(digest: digest) }

    package static func isValid(digest: some StringProtocol) -> Bool {
        digest.utf8.count == 64 && digest.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    }
}
