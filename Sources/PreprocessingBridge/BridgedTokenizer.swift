import CHolsterPreprocessing
import MediaInput
import ModerationCore
import TextInput

/// The object behind a `holster_tokenizer`. Immutable; all calls to ``WordPieceTokenizer`` are here.
final class BridgedTokenizer: Sendable {
    private let tokenizer: WordPieceTokenizer

    var entryCount: Int { tokenizer.entryCount }
    var vocabularyDigest: String { tokenizer.vocabularyDigest }

    init(vocabulary: UnsafeBufferPointer<UInt8>, casing: Int32) throws(BridgeFailure) {
        switch casing {
        case Int32(HOLSTER_UNCASED.rawValue): break
        case Int32(HOLSTER_CASED.rawValue): throw .unsupported("cased vocabularies are not read by this build")
        default: throw .invalid("\(casing) is no casing")
        }
        let file = [UInt8](vocabulary)
        let digest: String
        do throws(PhotoError) { digest = try ContentDigest.sha256(of: file[...]) } catch { throw BridgeFailure(error) }
        do throws(VocabularyError) {
            tokenizer = try WordPieceTokenizer(vocabularyFile: file, digest: digest)
        } catch {
            throw BridgeFailure(error)
        }
    }

    /// `[CLS] title description [SEP]`, at most `length` ids; malformed UTF-8 reads as U+FFFD.
    func ids(title: UnsafeBufferPointer<UInt8>, description: UnsafeBufferPointer<UInt8>, length: Int) -> [Int64] {
        tokenizer.tokenize(
            title: String(decoding: title, as: UTF8.self),
            description: String(decoding: description, as: UTF8.self),
            maximumCount: length
        ).ids
    }
}
