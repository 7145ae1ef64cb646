public import ModerationCore

/// WordPiece as HuggingFace's uncased BERT tokenizer does it (`tokenizers.BertWordPieceTokenizer(lowercase=True)`), ids equal, except that a
/// literal `[SEP]` or `[CLS]` in a listing is plain text here: nobody outside writes special ids into a model's input.
///
/// Immutable after `init`, so safe on any thread; time is linear in the text, and reading stops once enough pieces stand.
public struct WordPieceTokenizer: TextTokenizer {
    public let vocabularyDigest: String
    private let vocabulary: WordPieceVocabulary

    public var entryCount: Int { vocabulary.entryCount }

    /// `vocabularyFile` is the content of a `vocab.txt` (at most 16 MiB, 250,000 entries), `digest` the SHA-256 of those bytes in hexadecimal.
    public init(vocabularyFile: [UInt8], digest: String) throws(VocabularyError) {
        vocabulary = try WordPieceVocabulary(file: vocabularyFile)
        vocabularyDigest = digest
    }

    /// `[CLS] … [SEP]`, at most `maximumCount` ids (never fewer than these two).
    public func tokenize(title: String, description: String, maximumCount: Int) -> TokenizedText {
        let collector = PieceCollector(vocabulary: vocabulary, limit: max(2, maximumCount) - 2)
        var splitter = BertWordSplitter(sink: collector)
        splitter.append(title)
        splitter.endWord()
        splitter.append(description)
        splitter.endWord()
        return TokenizedText(ids: splitter.sink.finished())
    }

    /// The words before they are cut into pieces, for comparison with other implementations.
    package static func words(of text: String) -> [String] {
        struct Words: WordSink {
            var words: [String] = []
            var isFull: Bool { false }
            mutating func take(word: [UInt8], characterCount: Int) { words.append(String(decoding: word, as: UTF8.self)) }
        }
        var splitter = BertWordSplitter(sink: Words())
        splitter.append(text)
        splitter.endWord()
        return splitter.sink.words
    }
}
