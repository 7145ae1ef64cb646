public import ModerationCore

/// WordPiece as HuggingFace's BERT tokenizers do it (`tokenizers.BertWordPieceTokenizer(lowercase=True)`, or `False` for a cased vocabulary), ids
/// equal, except that a literal `[SEP]` or `[CLS]` in a listing is plain text here: nobody outside writes special ids into a model's input.
///
/// Immutable after `init`, so safe on any thread; time is linear in the text, and reading stops once enough pieces stand.
public struct WordPieceTokenizer: TextTokenizer {
    public let vocabularyDigest: String
    public let casing: WordPieceCasing
    let vocabulary: WordPieceVocabulary
    private let table: BertScalarTable

    public var entryCount: Int { vocabulary.entryCount }

    /// `vocabularyFile` is the content of a `vocab.txt` (at most 16 MiB, 250,000 entries), `digest` the SHA-256 of those bytes in hexadecimal.
    public init(
        vocabularyFile: [UInt8],
        digest: String,
        casing: WordPieceCasing = .uncased
    ) throws(VocabularyError) {
        vocabulary = try WordPieceVocabulary(file: vocabularyFile)
        vocabularyDigest = Self.digest(digest, casing: casing)
        self.casing = casing
        table = .table(for: casing)
    }

    /// What tells tokenizers apart: the vocabulary's SHA-256, behind `cased:` for a cased one, since one file may serve both.
    public static func digest(_ sha256: String, casing: WordPieceCasing) -> String {
        casing == .uncased ? sha256 : "\(casing.rawValue):\(sha256)"
    }

    /// `[CLS] … [SEP]`, at most `maximumCount` ids (never fewer than these two).
    public func tokenize(title: String, description: String, maximumCount: Int) -> TokenizedText {
        var (title, description) = (title, description)
        return title.withUTF8 { title in
            description.withUTF8 { description in tokenize(title: title, description: description, maximumCount: maximumCount) }
        }
    }

    /// The same of UTF-8 from anywhere; malformed bytes read as U+FFFD, as when a `String` repairs them.
    public func tokenize(
        title: UnsafeBufferPointer<UInt8>,
        description: UnsafeBufferPointer<UInt8>,
        maximumCount: Int
    ) -> TokenizedText {
        // No scalar has more pieces than bytes.
        let capacity = max(2, min(maximumCount, title.count + description.count + 2))
        let ids = [Int64](unsafeUninitializedCapacity: capacity) { buffer, count in
            count = tokenize(
                title: title,
                description: description,
                into: UnsafeMutableBufferPointer(rebasing: buffer[..<capacity])
            )
        }
        return TokenizedText(ids: ids)
    }

    /// The same into a buffer, without allocating: writes at most as many ids as it has room for (nothing at all below 2), and returns how many.
    public func tokenize(
        title: UnsafeBufferPointer<UInt8>,
        description: UnsafeBufferPointer<UInt8>,
        into ids: UnsafeMutableBufferPointer<Int64>
    ) -> Int {
        var meter = NoMeter()
        return tokenize(title, description, into: ids, meter: &meter)
    }

    /// How many bytes are read and cells visited for these pieces of text: proportional to their length.
    package func stepCount(of title: String, maximumCount: Int) -> Int {
        var (title, meter) = (title, StepCount())
        return title.withUTF8 { title in
            withUnsafeTemporaryAllocation(of: Int64.self, capacity: max(2, maximumCount)) { ids in
                _ = tokenize(title, UnsafeBufferPointer(start: nil, count: 0), into: ids, meter: &meter)
                return meter.count
            }
        }
    }

    @inline(__always)
    private func tokenize<Meter: StepMeter>(
        _ title: UnsafeBufferPointer<UInt8>,
        _ description: UnsafeBufferPointer<UInt8>,
        into ids: UnsafeMutableBufferPointer<Int64>,
        meter: inout Meter
    ) -> Int {
        guard ids.count >= 2, let first = ids.baseAddress else { return 0 }
        let count = table.withPointers { table in
            vocabulary.pieces.cells.withUnsafeBufferPointer { cells in
                withUnsafeTemporaryAllocation(of: UInt8.self, capacity: WordPieceReader<Meter>.wordCapacity) { word in
                    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: WordPieceReader<Meter>.markCapacity) { marks in
                        guard let cells = cells.baseAddress, let word = word.baseAddress, let marks = marks.baseAddress else {
                            return 0
                        }
                        var reader = WordPieceReader(
                            table: table,
                            cells: cells,
                            vocabulary: vocabulary,
                            word: word,
                            marks: marks,
                            ids: first + 1,
                            limit: ids.count - 2,
                            meter: meter
                        )
                        reader.read(title)
                        reader.read(description)
                        meter = reader.meter
                        return reader.count
                    }
                }
            }
        }
        let pieceCount = count ?? 0
        ids[0] = Int64(vocabulary.classificationID)
        ids[pieceCount + 1] = Int64(vocabulary.separatorID)
        return pieceCount + 2
    }
}
