/// Which texts a vocabulary was made for.
public enum WordPieceCasing: String, Sendable, CaseIterable {
    /// Lower case without accents (`BertNormalizer(lowercase=True)`).
    case uncased
    /// As written, accents included (`BertNormalizer(lowercase=False)`).
    case cased
}
