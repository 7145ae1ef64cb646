/// Ids with where each came from.
public struct LocatedPieces: Sendable, Equatable {
    /// `[CLS] … [SEP]`, as ``WordPieceTokenizer`` makes them.
    public var ids: [Int64]
    /// For each id the UTF-8 range of the text that it came from; 0..<0 for `[CLS]` and `[SEP]`. A piece that shares a character of the text with
    /// another (a decomposed syllable) has all of that character.
    public var ranges: [Range<Int>]

    /// One for each id: there is no padding.
    public var attentionMask: [Int64] { Array(repeating: 1, count: ids.count) }
}

extension WordPieceTokenizer {
    /// The ids of one text, at most `maximumCount` (never fewer than two), and where each came from; ids and ranges equal HuggingFace's, whose
    /// offsets count characters where these count bytes. For a listing, join title and description by one space.
    ///
    /// For explanations and training: it takes longer than ``tokenize(title:description:maximumCount:)``, though time and memory are linear as well.
    public func locate(_ text: String, maximumCount: Int) -> LocatedPieces {
        var text = text
        return text.withUTF8 { locate($0, maximumCount: maximumCount) }
    }

    /// The same of UTF-8 from anywhere; malformed bytes read as U+FFFD, as when a `String` repairs them.
    public func locate(_ text: UnsafeBufferPointer<UInt8>, maximumCount: Int) -> LocatedPieces {
        var cutter = LocatedPieceCutter(vocabulary: vocabulary, limit: max(2, maximumCount) - 2)
        var words = LocatedWordReader(casing: casing)
        var index = 0
        while index < text.count, !cutter.isFull {
            let (value, byteCount) = UTF8Decoding.checkedScalar(in: text, at: index)
            let scalar = Unicode.Scalar(value) ?? "\u{FFFD}"
            words.read(scalar, at: index..<(index + byteCount)) { cutter.take($0) }
            index += byteCount
        }
        words.finish { cutter.take($0) }
        return cutter.finished()
    }

    /// The words before they are cut into pieces, for comparison with other implementations.
    package static func words(of text: String, casing: WordPieceCasing = .uncased) -> [String] {
        var words: [String] = []
        var reader = LocatedWordReader(casing: casing)
        var index = 0
        for scalar in text.unicodeScalars {
            let end = index + scalar.utf8.count
            reader.read(scalar, at: index..<end) { words.append(String(decoding: $0.utf8, as: UTF8.self)) }
            index = end
        }
        reader.finish { words.append(String(decoding: $0.utf8, as: UTF8.self)) }
        return words
    }
}

/// Cuts words into entries and remembers where each piece lies.
private struct LocatedPieceCutter {
    private let vocabulary: WordPieceVocabulary
    private let limit: Int
    private var ids: [Int64] = []
    private var ranges: [Range<Int>] = []

    init(vocabulary: WordPieceVocabulary, limit: Int) {
        self.vocabulary = vocabulary
        self.limit = limit
    }

    var isFull: Bool { ids.count >= limit }

    mutating func take(_ word: LocatedWord) {
        guard !isFull else { return }
        for piece in pieces(of: word) where !isFull {
            ids.append(Int64(piece.id))
            ranges.append(piece.range)
        }
    }

    private func pieces(of word: LocatedWord) -> [(id: Int, range: Range<Int>)] {
        let unknown = [(id: vocabulary.unknownID, range: word.range)]
        guard word.characterCount <= BertWordLimit.characterCount else { return unknown }
        return vocabulary.pieces.cells.withUnsafeBufferPointer { cells in
            word.utf8.withUnsafeBufferPointer { bytes in
                guard let cells = cells.baseAddress, let start = bytes.baseAddress else { return unknown }
                var pieces: [(id: Int, range: Range<Int>)] = []
                var base = vocabulary.pieces.wordBase
                var index = 0
                var meter = NoMeter()
                while index < bytes.count {
                    let piece = PieceArray.longest(cells, base: base, in: start, from: index, to: bytes.count, meter: &meter)
                    guard piece.entry >= 0 else { return unknown }
                    pieces.append((piece.entry, word.range(of: index..<piece.end)))
                    index = piece.end
                    base = vocabulary.pieces.continuationBase
                }
                return pieces
            }
        }
    }

    consuming func finished() -> LocatedPieces {
        LocatedPieces(
            ids: [Int64(vocabulary.classificationID)] + ids + [Int64(vocabulary.separatorID)],
            ranges: [0..<0] + ranges + [0..<0]
        )
    }
}
