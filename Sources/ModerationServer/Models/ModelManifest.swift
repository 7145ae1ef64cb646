import Foundation

/// The part of a version directory's `manifest.json` that the orchestrator needs (docs/model-repository.md).
struct ModelManifest: Decodable, Sendable {
    struct Vocabulary: Decodable, Sendable {
        /// A file name within the version directory.
        let file: String
        /// Hexadecimal digest of that file.
        let sha256: String
    }

    let model: String
    let version: Int64
    /// Only the text towers have one.
    let vocabulary: Vocabulary?

    static let maxByteCount = 1 << 20

    init(contentsOf url: URL) throws {
        let data = try Data(contentsOf: url, options: .mappedIfSafe)
        guard data.count <= Self.maxByteCount else {
            throw ConfigurationError("\(url.path): \(data.count) bytes, the limit is \(Self.maxByteCount)")
        }
        self = try JSONDecoder().decode(Self.self, from: data)
    }
}
