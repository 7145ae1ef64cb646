import ModerationCore
import Synchronization

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
