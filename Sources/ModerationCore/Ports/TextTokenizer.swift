/// Token ids for the text tower: `[CLS] … [SEP]`, no padding, at most 128.
public struct TokenizedText: Sendable, Equatable {
    public var ids: [Int64]

    public init(ids: [Int64]) { self.ids = ids }
}

/// Turns text into the ids that one version of the text tower was trained with. Safe to call from any thread; never blocks.
public protocol TextTokenizer: Sendable {
    /// SHA-256 (hexadecimal) of the vocabulary file, behind `cased:` for a cased vocabulary: two tokenizers with one digest give the same ids.
    var vocabularyDigest: String { get }
    /// `title` and `description` are joined by one space; `maximumCount` includes `[CLS]` and `[SEP]`.
    func tokenize(title: String, description: String, maximumCount: Int) -> TokenizedText
}

/// What a version directory's `manifest.json` says, as far as scoring needs it.
public protocol ModelCatalog: Sendable {
    /// The tokenizer of a version of the text tower; `nil` version means the newest one known.
    func tokenizer(forTextTowerVersion version: Int64?) -> (any TextTokenizer)?
}
