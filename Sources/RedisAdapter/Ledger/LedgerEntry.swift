/// What `holster:verdict:REQUEST_ID` holds: `claim:CONTENT_DIGEST:OWNER`, later `verdict:CONTENT_DIGEST:JSON`.
package enum LedgerEntry: Sendable, Equatable {
    case claim(contentDigest: String, owner: String)
    case verdict(contentDigest: String, json: [UInt8])

    /// `nil` for anything that is neither.
    package init?(_ bytes: [UInt8]) {
        let parts = bytes.split(separator: UInt8(ascii: ":"), maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, !parts[1].isEmpty, let digest = String(validating: parts[1], as: UTF8.self) else { return nil }
        switch String(decoding: parts[0], as: UTF8.self) {
        case "claim":
            guard let owner = String(validating: parts[2], as: UTF8.self) else { return nil }
            self = .claim(contentDigest: digest, owner: owner)
        case "verdict":
            self = .verdict(contentDigest: digest, json: Array(parts[2]))
        default:
            return nil
        }
    }

    package var bytes: [UInt8] {
        switch self {
        case .claim(let digest, let owner): Array("claim:\(digest):\(owner)".utf8)
        case .verdict(let digest, let json): Array("verdict:\(digest):".utf8) + json
        }
    }

    package var contentDigest: String {
        switch self {
        case .claim(let digest, _), .verdict(let digest, _): digest
        }
    }
}
