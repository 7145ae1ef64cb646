import ModerationCore
import Synchronization

/// A vocabulary that gives one id a word: its length plus `offset`, so that ids betray which vocabulary made them.
public struct FakeTokenizer: TextTokenizer {
    public let vocabularyDigest: String
    public let offset: Int64

    public init(vocabularyDigest: String, offset: Int64 = 0) {
        self.vocabularyDigest = vocabularyDigest
        self.offset = offset
    }

    public func tokenize(title: String, description: String, maximumCount: Int) -> TokenizedText {
        let words = "\(title) \(description)".split(whereSeparator: \.isWhitespace)
        let ids = words.prefix(max(maximumCount - 2, 0)).map { Int64($0.utf8.count) + offset }
        return TokenizedText(ids: [101] + ids + [102])
    }
}

/// Tokenizers by version of the text tower.
public final class FakeModelCatalog: ModelCatalog {
    private let tokenizers: Mutex<[Int64: FakeTokenizer]>

    public init(_ tokenizers: [Int64: FakeTokenizer] = [1: FakeTokenizer(vocabularyDigest: "vocabulary-1")]) {
        self.tokenizers = Mutex(tokenizers)
    }

    public func set(_ tokenizer: FakeTokenizer?, version: Int64) { tokenizers.withLock { $0[version] = tokenizer } }

    public func tokenizer(forTextTowerVersion version: Int64?) -> (any TextTokenizer)? {
        tokenizers.withLock { known in
            guard let wanted = version ?? known.keys.max() else { return nil }
            return known[wanted]
        }
    }
}
