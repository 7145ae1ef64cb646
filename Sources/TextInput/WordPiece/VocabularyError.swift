/// Why a `vocab.txt` cannot be used.
public enum VocabularyError: Error, Sendable, Equatable, CustomStringConvertible {
    case tooManyBytes(count: Int, limit: Int)
    case tooManyEntries(limit: Int)
    case notUTF8(line: Int)
    case entryTooLong(line: Int, limit: Int)
    /// `line` is the second occurrence, counted from 1.
    case duplicateEntry(line: Int, entry: String)
    case missingSpecialEntry(String)
    /// The entries begin in more different ways than the lookup table has room for.
    case tooManyPrefixes(limit: Int)

    public var description: String {
        switch self {
        case .tooManyBytes(let count, let limit): "vocabulary has \(count) bytes, the limit is \(limit)"
        case .tooManyEntries(let limit): "vocabulary has more than \(limit) entries"
        case .notUTF8(let line): "vocabulary line \(line) is not UTF-8"
        case .entryTooLong(let line, let limit): "vocabulary line \(line) is longer than \(limit) bytes"
        case .duplicateEntry(let line, let entry): "vocabulary line \(line) repeats the entry '\(entry)'"
        case .missingSpecialEntry(let entry): "vocabulary lacks \(entry)"
        case .tooManyPrefixes(let limit): "vocabulary needs more than \(limit) cells of the lookup table"
        }
    }
}
