/// A `vocab.txt`: one entry a line, its id is the line's number from 0, entries that continue a word begin with `##`.
struct WordPieceVocabulary: Sendable {
    static let maximumByteCount = 16 << 20
    static let maximumEntryCount = 250_000
    static let maximumEntryByteCount = 1_024

    let trie: PieceTrie
    /// Where entries that continue a word start; -1 when there are none.
    let continuationRoot: PieceTrie.Node
    let classificationID: Int32
    let separatorID: Int32
    let unknownID: Int32
    let entryCount: Int

    /// Lines end with `\n` or `\r\n`; trailing white space is not part of an entry (as in HuggingFace's `WordPiece.read_file`). An empty
    /// line takes an id that no text reaches.
    init(file: [UInt8]) throws(VocabularyError) {
        guard file.count <= Self.maximumByteCount else {
            throw .tooManyBytes(count: file.count, limit: Self.maximumByteCount)
        }
        var trie = PieceTrie()
        var lineIndex = 0
        var start = 0
        while start < file.count {
            let end = file[start...].firstIndex(of: UInt8(ascii: "\n")) ?? file.count
            guard lineIndex < Self.maximumEntryCount else { throw .tooManyEntries(limit: Self.maximumEntryCount) }
            let entry = try Self.entry(in: file[start..<end], line: lineIndex + 1)
            if !entry.isEmpty, !trie.insert(entry.utf8, id: Int32(lineIndex)) {
                throw .duplicateEntry(line: lineIndex + 1, entry: entry)
            }
            lineIndex += 1
            start = end + 1
        }
        func special(_ entry: String) throws(VocabularyError) -> Int32 {
            let node = trie.node(of: entry.utf8)
            guard node >= 0, trie.entryID(at: node) >= 0 else { throw .missingSpecialEntry(entry) }
            return trie.entryID(at: node)
        }
        _ = try special("[PAD]")
        classificationID = try special("[CLS]")
        separatorID = try special("[SEP]")
        unknownID = try special("[UNK]")
        continuationRoot = trie.node(of: "##".utf8)
        entryCount = lineIndex
        self.trie = trie
    }

    private static func entry(in line: ArraySlice<UInt8>, line number: Int) throws(VocabularyError) -> String {
        guard line.count <= maximumEntryByteCount else { throw .entryTooLong(line: number, limit: maximumEntryByteCount) }
        guard var entry = String(validating: line, as: UTF8.self) else { throw .notUTF8(line: number) }
        while let last = entry.unicodeScalars.last, last.properties.isWhitespace { entry.unicodeScalars.removeLast() }
        return entry
    }
}
