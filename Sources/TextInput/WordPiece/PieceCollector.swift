/// Cuts words into vocabulary entries, the longest first, as Google's BERT does (`tokenization.py`, class `WordpieceTokenizer`).
struct PieceCollector: WordSink {
    private let vocabulary: WordPieceVocabulary
    private let limit: Int
    private(set) var ids: [Int64]

    /// `limit` counts what comes after `[CLS]` and before `[SEP]`.
    init(vocabulary: WordPieceVocabulary, limit: Int) {
        self.vocabulary = vocabulary
        self.limit = limit
        ids = []
        ids.reserveCapacity(min(limit, 1_024) + 2)
        ids.append(Int64(vocabulary.classificationID))
    }

    var isFull: Bool { ids.count > limit }

    /// The pieces of a word that do not fit any more are cut off; a word with a part that no entry covers is one `[UNK]`.
    mutating func take(word: [UInt8], characterCount: Int) {
        let first = ids.count
        var start = 0
        var node = PieceTrie.root
        var isKnown = characterCount <= BertWordLimit.characterCount
        while isKnown, start < word.count {
            var end = start
            var longestEnd = -1
            var longestID: Int32 = -1
            while end < word.count, node >= 0 {
                node = vocabulary.trie.child(of: node, byte: word[end])
                guard node >= 0 else { break }
                end += 1
                let id = vocabulary.trie.entryID(at: node)
                if id >= 0 {
                    longestID = id
                    longestEnd = end
                }
            }
            isKnown = longestID >= 0
            if isKnown {
                ids.append(Int64(longestID))
                start = longestEnd
                node = vocabulary.continuationRoot
            }
        }
        if !isKnown {
            ids.removeSubrange(first...)
            ids.append(Int64(vocabulary.unknownID))
        }
        if ids.count > limit + 1 { ids.removeSubrange((limit + 1)...) }
    }

    /// The ids with `[SEP]` at the end.
    consuming func finished() -> [Int64] {
        ids.append(Int64(vocabulary.separatorID))
        return ids
    }
}
