/// ``BertScalar`` for every scalar, by table: what a reader needs of one in two loads.
///
/// Made once a process (a few hundredths of a second, 0.5 MB), by the first tokenizer.
struct BertScalarTable: Sendable {
    static let uncased = BertScalarTable(casing: .uncased)
    static let cased = BertScalarTable(casing: .cased)

    static func table(for casing: WordPieceCasing) -> BertScalarTable { casing == .cased ? cased : uncased }

    /// What to do, bits 0–2 of an entry.
    enum Action {
        static let drop: UInt32 = 0
        static let space: UInt32 = 1
        /// A word of its own: the bytes in bits 8–31 (as many as bits 3–4 say), or the scalar as it was read where there are none.
        static let isolate: UInt32 = 2
        /// Part of a word, written the same way.
        static let append: UInt32 = 3
        /// Several parts, or a mark that canonical ordering may move: bits 3–31 are an index into ``sequences``.
        static let sequence: UInt32 = 4
    }

    /// What one element of a sequence is, bits 29–31; the scalar to write is in bits 0–20, a mark's combining class in bits 21–28.
    enum Element {
        static let append: UInt32 = 0
        static let isolate: UInt32 = 1
        /// Waits for canonical ordering.
        static let mark: UInt32 = 2
        /// Writes nothing, but ends a run of marks.
        static let barrier: UInt32 = 3
    }

    static let blockShift: UInt32 = 7
    static let blockSize = 1 << 7

    /// By scalar value without its low 7 bits: where the scalar's block of ``entries`` starts. Has a value for every scalar, and each block is whole.
    let blockStarts: [UInt32]
    let entries: [UInt32]
    /// Each sequence as its length, then its elements.
    let sequences: [UInt32]
    /// For ASCII bytes: one of ``Byte`` or the byte to append; ``Byte/beyond`` for all others.
    let bytes: [UInt8]

    enum Byte {
        static let drop: UInt8 = 0
        static let space: UInt8 = 1
        static let isolate: UInt8 = 2
        /// Not ASCII.
        static let beyond: UInt8 = 3
    }

    private init(casing: WordPieceCasing) {
        var builder = BertScalarTableBuilder(casing: casing)
        blockStarts = (UInt32(0)..<(0x110000 >> Self.blockShift)).map { builder.blockStart(for: $0) }
        entries = builder.entries
        sequences = builder.sequences
        bytes = (0..<256).map { value in
            guard value < 0x80 else { return Byte.beyond }
            let byte = UInt8(value)
            switch BertScalar.meaning(of: Unicode.Scalar(byte), casing: casing) {
            case .dropped: return Byte.drop
            case .space: return Byte.space
            case .isolated, .parts:
                if BertCharacter.isPunctuation(Unicode.Scalar(byte)) { return Byte.isolate }
                return casing == .uncased && (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
            }
        }
    }
}
