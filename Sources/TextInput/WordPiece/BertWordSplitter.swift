/// Takes the words that ``BertWordSplitter`` finds.
protocol WordSink {
    /// No further word is wanted.
    var isFull: Bool { get }
    /// `word` is UTF-8, `characterCount` counts its scalars; when that exceeds ``BertWordLimit/characterCount``, `word` holds only its beginning.
    mutating func take(word: [UInt8], characterCount: Int)
}

enum BertWordLimit {
    /// Longer words are one `[UNK]` (HuggingFace's `max_input_chars_per_word`).
    static let characterCount = 100
}

/// HuggingFace's `BertNormalizer(clean_text, handle_chinese_chars, strip_accents, lowercase)` and `BertPreTokenizer` in one pass, scalar by scalar.
///
/// State: the word so far, at most 100 scalars of it, and the marks that wait for canonical ordering, so that hostile text costs time in
/// proportion to its length and no memory.
struct BertWordSplitter<Sink: WordSink> {
    private(set) var sink: Sink
    private var word: [UInt8] = []
    private var characterCount = 0
    /// Non-starters that are kept (so no accents), in order of appearance.
    private var pending: [(combiningClass: UInt8, scalar: Unicode.Scalar)] = []

    init(sink: Sink) {
        self.sink = sink
        word.reserveCapacity(4 * BertWordLimit.characterCount)
    }

    /// Reads one piece of text; stops early once the sink is full. Pieces are joined without a separator: call ``endWord()`` for one.
    mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            var index = 0
            while index < bytes.count, !sink.isFull {
                let byte = bytes[index]
                if byte < 0x80 {
                    append(ascii: byte)
                    index += 1
                } else {
                    let (value, byteCount) = UTF8Decoding.scalar(in: bytes, at: index)
                    if let scalar = Unicode.Scalar(value) { append(raw: scalar) }
                    index += byteCount
                }
            }
        }
    }

    /// Ends the word, as a space does.
    mutating func endWord() {
        if !pending.isEmpty { orderPending() }
        if characterCount > 0 {
            if !sink.isFull { sink.take(word: word, characterCount: characterCount) }
            word.removeAll(keepingCapacity: true)
            characterCount = 0
        }
    }

    @inline(__always)
    private mutating func append(ascii byte: UInt8) {
        let folded = BertASCII.table[Int(byte)]
        if folded > BertASCII.punctuation {
            if !pending.isEmpty { orderPending() }
            appendToWord(folded)
        } else if folded == BertASCII.space {
            endWord()
        } else if folded == BertASCII.punctuation {
            isolate(Unicode.Scalar(byte))
        }
    }

    private mutating func append(raw scalar: Unicode.Scalar) {
        if BertCharacter.isDropped(scalar) { return }
        if BertCharacter.isWhitespace(scalar) { return endWord() }
        if BertCharacter.isIdeograph(scalar) {
            endWord()
            decompose(scalar)
            return endWord()
        }
        decompose(scalar)
    }

    private mutating func decompose(_ scalar: Unicode.Scalar) {
        guard BertCharacter.isDecomposable(scalar), let parts = CanonicalDecomposition.parts(of: scalar) else {
            return append(decomposed: scalar)
        }
        for part in parts { append(decomposed: part) }
    }

    private mutating func append(decomposed scalar: Unicode.Scalar) {
        let combiningClass = BertCharacter.isDecomposable(scalar) ? CanonicalDecomposition.combiningClass(of: scalar) : 0
        if combiningClass == 0 {
            // A starter, accent or not, ends a run of marks that canonical ordering may swap.
            if !pending.isEmpty { orderPending() }
            if !BertCharacter.isAccent(scalar) { append(kept: scalar) }
        } else if !BertCharacter.isAccent(scalar) {
            if characterCount + pending.count > BertWordLimit.characterCount {
                // The word is [UNK] whatever the order.
                characterCount += 1
            } else {
                pending.append((combiningClass, scalar))
            }
        }
    }

    /// The canonical ordering algorithm (Unicode Standard, D109): a stable sort by combining class.
    private mutating func orderPending() {
        var marks: [(combiningClass: UInt8, scalar: Unicode.Scalar)] = []
        swap(&marks, &pending)
        marks.sort { $0.combiningClass < $1.combiningClass }
        for mark in marks { append(kept: mark.scalar) }
    }

    private mutating func append(kept scalar: Unicode.Scalar) {
        if scalar.isASCII { return append(ascii: UInt8(truncatingIfNeeded: scalar.value)) }
        for lower in scalar.properties.lowercaseMapping.unicodeScalars {
            if BertCharacter.isPunctuation(lower) { isolate(lower) } else { appendToWord(lower) }
        }
    }

    private mutating func isolate(_ scalar: Unicode.Scalar) {
        endWord()
        appendToWord(scalar)
        endWord()
    }

    @inline(__always)
    private mutating func appendToWord(_ byte: UInt8) {
        if characterCount <= BertWordLimit.characterCount { word.append(byte) }
        characterCount += 1
    }

    private mutating func appendToWord(_ scalar: Unicode.Scalar) {
        if characterCount <= BertWordLimit.characterCount { word.append(scalar: scalar) }
        characterCount += 1
    }
}

/// The same for ASCII, by table.
enum BertASCII {
    static let dropped: UInt8 = 0
    static let space: UInt8 = 1
    static let punctuation: UInt8 = 2
    /// By byte: one of the three above (which are control characters themselves), or the byte in lower case.
    static let table: [UInt8] = (0..<128).map { value in
        switch UInt8(value) {
        case 9, 10, 13, 32: space
        case 0..<32, 127: dropped
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt8(value) + 32
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): UInt8(value)
        default: punctuation
        }
    }
}
