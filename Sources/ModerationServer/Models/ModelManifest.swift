import Foundation
import TextInput

/// The part of a version directory's `manifest.json` that the orchestrator needs (docs/model-repository.md).
struct ModelManifest: Decodable, Sendable {
    struct Vocabulary: Decodable, Sendable {
        /// A file name within the version directory.
        let file: String
        /// Hexadecimal digest of that file.
        let sha256: String
    }

    struct Tokenizer: Decodable, Sendable {
        /// ``WordPieceCasing`` by its raw value; an unknown one is an error, since ids of the wrong casing would score as if they were right.
        let casing: String?
    }

    let model: String
    let version: Int64
    /// Only the text towers have one.
    let vocabulary: Vocabulary?
    /// How text is cut for ``vocabulary``; uncased when absent.
    let tokenizer: Tokenizer?

    static let maxByteCount = 1 << 20

    init(contentsOf url: URL) throws {
        let data = try Data(contentsOf: url, options: .mappedIfSafe)
        guard data.count <= Self.maxByteCount else {
            throw ConfigurationError("\(url.path): \(data.count) bytes, the limit is \(Self.maxByteCount)")
        }
        self = try JSONDecoder().decode(Self.self, from: data)
    }

    var casing: WordPieceCasing {
        get throws {
            guard let name = tokenizer?.casing else { return .uncased }
            guard let casing = WordPieceCasing(rawValue: name) else {
                let known = WordPieceCasing.allCases.map(\.rawValue).joined(separator: ", ")
                throw ConfigurationError("tokenizer.casing is '\(name)'; known are: \(known)")
            }
            return casing
        }
    }
}
