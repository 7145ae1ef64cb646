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
        let known: WordPieceCasing
        switch casing {
        case Int32(HOLSTER_UNCASED.rawValue): known = .uncased
        case Int32(HOLSTER_CASED.rawValue): known = .cased
        default: throw .invalid("\(casing) is no casing")
        }
        let file = [UInt8](vocabulary)
        let digest: String
        do throws(PhotoError) { digest = try ContentDigest.sha256(of: file[...]) } catch { throw BridgeFailure(error) }
        do throws(VocabularyError) {
            tokenizer = try WordPieceTokenizer(vocabularyFile: file, digest: digest, casing: known)
        } catch {
            throw BridgeFailure(error)
        }
    }

    /// `[CLS] title description [SEP]` into a row of two ids or more, without allocating; malformed UTF-8 reads as U+FFFD. Returns how many ids stand.
    func fill(
        _ row: TokenRow,
        title: UnsafeBufferPointer<UInt8>,
        description: UnsafeBufferPointer<UInt8>,
        isPadded: Bool
    ) -> Int {
        let ids = UnsafeMutableBufferPointer(start: row.ids, count: row.length)
        let count = tokenizer.tokenize(title: title, description: description, into: ids)
        row.finish(count: count, isPadded: isPadded)
        return count
    }

    /// The ids of one text with the bytes that each came from.
    func locate(_ text: UnsafeBufferPointer<UInt8>, length: Int) -> LocatedPieces { tokenizer.locate(text, maximumCount: length) }
}
