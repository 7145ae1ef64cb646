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
        /// Also of versions whose directory is gone: Triton serves one until it is told otherwise.
        var tokenizers: [Int64: WordPieceTokenizer] = [:]
        var versionsOnDisk: [Int64] = []
        var problems: [String] = []
    }

    /// The text tower and its CPU twin: where both have a version, its vocabulary must be the same.
    private static let towers = ["distilbert_int8", "distilbert_int8_cpu"]
    private static let maxVocabularyByteCount = 16 << 20
    /// Vocabularies kept in memory; versions that are gone from the disk are forgotten first, oldest first.
    private static let maxTokenizerCount = 32

    private let repository: URL
    private let state = Mutex(State())

    package init(repository: String) { self.repository = URL(filePath: repository, directoryHint: .isDirectory) }

    package func tokenizer(forTextTowerVersion version: Int64?) -> (any TextTokenizer)? {
        state.withLock { state in
            guard let version = version ?? state.versionsOnDisk.last else { return nil }
            return state.tokenizers[version]
        }
    }

    /// What could not be read, one line each; shown by readiness.
    package var problems: [String] { state.withLock { $0.problems } }

    /// Versions on disk, oldest first.
    package var versions: [Int64] { state.withLock { $0.versionsOnDisk } }

    /// Reads version directories that are new.
    package func refresh() {
        let known = state.withLock { $0.tokenizers }
        var found: [Int64: WordPieceTokenizer] = [:]
        var problems: [String] = []
        for tower in Self.towers {
            let folder = repository.appending(path: tower)
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
            for version in names.compactMap(Int64.init).sorted() {
                do {
                    let directory = folder.appending(path: String(version))
                    let tokenizer = try Self.tokenizer(tower: tower, version: version, in: directory, known: known[version])
                    if let other = found[version], other.vocabularyDigest != tokenizer.vocabularyDigest {
                        throw ConfigurationError("its vocabulary differs from that of \(Self.towers[0])/\(version)")
                    }
                    found[version] = tokenizer
                } catch {
                    problems.append("\(tower)/\(version): \(error)")
                }
            }
        }
        var tokenizers = known.merging(found) { $1 }
        for version in known.keys.sorted() where tokenizers.count > Self.maxTokenizerCount && found[version] == nil {
            tokenizers[version] = nil
        }
        let next = State(tokenizers: tokenizers, versionsOnDisk: found.keys.sorted(), problems: problems)
        state.withLock { $0 = next }
    }

    private static func tokenizer(
        tower: String,
        version: Int64,
        in directory: URL,
        known: WordPieceTokenizer?
    ) throws -> WordPieceTokenizer {
        let manifest = try ModelManifest(contentsOf: directory.appending(path: "manifest.json"))
        guard manifest.model == tower, manifest.version == version else {
            throw ConfigurationError("manifest.json is of \(manifest.model) version \(manifest.version)")
        }
        guard let vocabulary = manifest.vocabulary else { throw ConfigurationError("manifest.json names no vocabulary") }
        let casing = try manifest.casing
        if let known, known.vocabularyDigest == WordPieceTokenizer.digest(vocabulary.sha256, casing: casing) {
            return known
        }
        guard !vocabulary.file.contains("/"), !vocabulary.file.hasPrefix(".") else {
            throw ConfigurationError("vocabulary.file '\(vocabulary.file)' must be a file name in the version directory")
        }
        let data = try Data(contentsOf: directory.appending(path: vocabulary.file))
        guard data.count <= maxVocabularyByteCount else {
            throw ConfigurationError("\(vocabulary.file): \(data.count) bytes, the limit is \(maxVocabularyByteCount)")
        }
        let bytes = [UInt8](data)
        let digest = try ContentDigest.sha256(of: bytes[...])
        guard digest == vocabulary.sha256 else {
            throw ConfigurationError("\(vocabulary.file): SHA-256 is \(digest), manifest.json says \(vocabulary.sha256)")
        }
        return try WordPieceTokenizer(vocabularyFile: bytes, digest: digest, casing: casing)
    }
}
