import ModerationCore

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
