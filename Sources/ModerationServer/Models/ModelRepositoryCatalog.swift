import Foundation
import MediaInput
import ModerationCore
import Synchronization
import TextInput

/// Tokenizers by version of the text tower, read from the model repository folder: a version is scored with its own vocabulary only.
///
/// ``refresh()`` blocks on files and belongs on a worker thread; lookups are lock-then-dictionary.
package final class ModelRepositoryCatalog: ModelCatalog {
    private struct State {
        var tokenizers: [Int64: WordPieceTokenizer] = [:]
        var problems: [String] = []
    }

    /// The text tower and its CPU twin carry the same vocabulary for the same version; the twin may have versions of its own.
    private static let towers = ["distilbert_int8", "distilbert_int8_cpu"]
    private static let maxVocabularyByteCount = 16 << 20

    private let repository: URL
    private let state = Mutex(State())

    package init(repository: String) { self.repository = URL(filePath: repository, directoryHint: .isDirectory) }

    package func tokenizer(forTextTowerVersion version: Int64?) -> (any TextTokenizer)? {
        state.withLock { state in
            if let version { return state.tokenizers[version] }
            return state.tokenizers.max { $0.key < $1.key }?.value
        }
    }

    /// What could not be read, one line each; shown by readiness.
    package var problems: [String] { state.withLock { $0.problems } }

    package var versions: [Int64] { state.withLock { $0.tokenizers.keys.sorted() } }

    /// Reads version directories that are new, and forgets those that are gone.
    package func refresh() {
        let known = state.withLock { $0.tokenizers }
        var found: [Int64: WordPieceTokenizer] = [:]
        var problems: [String] = []
        for tower in Self.towers {
            let folder = repository.appending(path: tower)
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
            for version in names.compactMap(Int64.init) where found[version] == nil {
                do {
                    found[version] = try Self.tokenizer(in: folder.appending(path: String(version)), known: known[version])
                } catch {
                    problems.append("\(tower)/\(version): \(error)")
                }
            }
        }
        let (tokenizers, lines) = (found, problems)
        state.withLock { $0 = State(tokenizers: tokenizers, problems: lines) }
    }

    private static func tokenizer(in directory: URL, known: WordPieceTokenizer?) throws -> WordPieceTokenizer {
        let manifest = try ModelManifest(contentsOf: directory.appending(path: "manifest.json"))
        guard let vocabulary = manifest.vocabulary else { throw ConfigurationError("manifest.json names no vocabulary") }
        if let known, known.vocabularyDigest == vocabulary.sha256 { return known }
        guard !vocabulary.file.contains("/"), !vocabulary.file.hasPrefix(".") else {
            throw ConfigurationError("vocabulary.file '\(vocabulary.file)' must be a file name in the version directory")
        }
        let file = directory.appending(path: vocabulary.file)
        let data = try Data(contentsOf: file)
        guard data.count <= maxVocabularyByteCount else {
            throw ConfigurationError("\(vocabulary.file): \(data.count) bytes, the limit is \(maxVocabularyByteCount)")
        }
        let bytes = [UInt8](data)
        let digest = try ContentDigest.sha256(of: bytes[...])
        guard digest == vocabulary.sha256 else {
            throw ConfigurationError("\(vocabulary.file): SHA-256 is \(digest), manifest.json says \(vocabulary.sha256)")
        }
        return try WordPieceTokenizer(vocabularyFile: bytes, digest: digest)
    }
}
