/// A `vocab.txt`: one entry a line, its id is the line's number from 0, entries that continue a word begin with `##`.
struct WordPieceVocabulary: Sendable {
    static let maximumByteCount = 16 << 20
    static let maximumEntryCount = 250_000
    static let maximumEntryByteCount = 1_024

    let pieces: PieceArray
    let classificationID: Int
    let separatorID: Int
    let unknownID: Int
    let entryCount: Int

    /// Lines end with `\n` or `\r\n`; trailing white space is not part of an entry (as in HuggingFace's `WordPiece.read_file`). An empty
    /// line takes an id that no text reaches.
    init(file: [UInt8]) throws(VocabularyError) {
        guard file.count <= Self.maximumByteCount else {
            throw .tooManyBytes(count: file.count, limit: Self.maximumByteCount)
        }
        var ids: [[UInt8]: Int] = [:]
        var lineIndex = 0
        var start = 0
        while start < file.count {
            let end = file[start...].firstIndex(of: UInt8(ascii: "\n")) ?? file.count
            guard lineIndex < Self.maximumEntryCount else { throw .tooManyEntries(limit: Self.maximumEntryCount) }
            let entry = try Self.entry(in: file[start..<end], line: lineIndex + 1)
            if !entry.isEmpty, ids.updateValue(lineIndex, forKey: Array(entry.utf8)) != nil {
                throw .duplicateEntry(line: lineIndex + 1, entry: entry)
            }
            lineIndex += 1
            start = end + 1
        }
        func special(_ entry: String) throws(VocabularyError) -> Int {
            guard let id = ids[Array(entry.utf8)] else { throw .missingSpecialEntry(entry) }
            return id
        }
        _ = try special("[PAD]")
        classificationID = try special("[CLS]")
        separatorID = try special("[SEP]")
        unknownID = try special("[UNK]")
        entryCount = lineIndex
        pieces = try Self.pieces(ids)
    }

    private static func pieces(_ ids: [[UInt8]: Int]) throws(VocabularyError) -> PieceArray {
        var words: [PieceArrayBuilder.Entry] = []
        var continuations: [PieceArrayBuilder.Entry] = []
        for (bytes, id) in ids {
            // No word that is looked up is longer, and none but a lone `#` begins with one: it is punctuation.
            let isContinuation = bytes.starts(with: "##".utf8)
            let bytes = isContinuation ? Array(bytes.dropFirst(2)) : bytes
            guard !bytes.isEmpty, bytes.count <= BertWordLimit.byteCount else { continue }
            if isContinuation { continuations.append((bytes, id)) } else { words.append((bytes, id)) }
        }
        do { return try PieceArrayBuilder.array(words: words, continuations: continuations) } catch {
            throw .tooManyPrefixes(limit: PieceArray.maximumCellCount)
        }
    }

    private static func entry(in line: ArraySlice<UInt8>, line number: Int) throws(VocabularyError) -> String {
        guard line.count <= maximumEntryByteCount else { throw .entryTooLong(line: number, limit: maximumEntryByteCount) }
        guard var entry = String(validating: line, as: UTF8.self) else { throw .notUTF8(line: number) }
        while let last = entry.unicodeScalars.last, last.properties.isWhitespace { entry.unicodeScalars.removeLast() }
        return entry
    }
}

enum BertWordLimit {
    /// Longer words are one `[UNK]` (HuggingFace's `max_input_chars_per_word`).
    static let characterCount = 100
    /// Of a word that is looked up, in UTF-8.
    static let byteCount = 4 * characterCount
}
