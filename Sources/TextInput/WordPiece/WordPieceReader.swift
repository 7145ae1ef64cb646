/// Text to ids in one pass: each word is written in its normal form into a buffer, then cut into the longest entries.
///
/// State: the word so far, at most 101 scalars of it, and marks that wait for canonical ordering, at most as many. So hostile text costs time in
/// proportion to its length, and nothing is allocated. Words longer than 100 scalars are `[UNK]`, so a piece is sought at most 400 bytes far.
///
/// Bounds: `word` has room for 101 scalars of 4 bytes and one more store of 4; it is written only while ``characterCount`` is at most 100. `marks` has
/// room for 101; it grows only while `characterCount + markCount` is at most 100. `ids` has room for ``limit`` and is written only while ``count`` is
/// less. Text is read below its count only.
struct WordPieceReader<Meter: StepMeter> {
    static var wordCapacity: Int { BertWordLimit.byteCount + 8 }
    static var markCapacity: Int { BertWordLimit.characterCount + 1 }

    let table: BertScalarTable.Pointers
    let cells: UnsafePointer<PieceArray.Cell>
    let wordBase: Int
    let continuationBase: Int
    let unknownID: Int64
    let word: UnsafeMutablePointer<UInt8>
    let marks: UnsafeMutablePointer<UInt32>
    let ids: UnsafeMutablePointer<Int64>
    let limit: Int
    var meter: Meter
    private(set) var count = 0
    private var byteCount = 0
    private var characterCount = 0
    private var markCount = 0

    private typealias Byte = BertScalarTable.Byte
    private typealias Action = BertScalarTable.Action
    private typealias Element = BertScalarTable.Element

    /// `ids` has room for `limit`, `scratch` for ``scratchByteCount`` bytes; all pointers outlive the reader.
    init(
        table: BertScalarTable.Pointers,
        cells: UnsafePointer<PieceArray.Cell>,
        vocabulary: WordPieceVocabulary,
        word: UnsafeMutablePointer<UInt8>,
        marks: UnsafeMutablePointer<UInt32>,
        ids: UnsafeMutablePointer<Int64>,
        limit: Int,
        meter: Meter
    ) {
        self.table = table
        self.cells = cells
        wordBase = vocabulary.pieces.wordBase
        continuationBase = vocabulary.pieces.continuationBase
        unknownID = Int64(vocabulary.unknownID)
        self.word = word
        self.marks = marks
        self.ids = ids
        self.limit = limit
        self.meter = meter
    }

    /// Reads one piece of text and ends its last word; stops once `limit` ids stand.
    mutating func read(_ text: UnsafeBufferPointer<UInt8>) {
        guard let bytes = text.baseAddress else { return }
        let end = text.count
        var index = 0
        while index < end, count < limit {
            let byte = bytes[index]
            let folded = table.bytes[Int(byte)]
            if folded > Byte.beyond {
                index = appendLetters(bytes, from: index, to: end)
                continue
            }
            meter.step()
            if folded == Byte.beyond {
                index = readScalar(bytes, at: index, end: end)
            } else {
                index &+= 1
                if folded == Byte.space {
                    endWord()
                } else if folded == Byte.isolate {
                    endWord()
                    append(UInt32(byte), count: 1)
                    endWord()
                }
            }
        }
        endWord()
    }

    /// ASCII letters and digits, of which there is one at `start`; where they end.
    @inline(__always)
    private mutating func appendLetters(_ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
        var index = start
        var position = byteCount
        // Beyond 101 characters only the end of the word matters.
        let stop = min(end, start &+ max(0, BertWordLimit.characterCount &+ 1 &- characterCount))
        while index < stop {
            let folded = table.bytes[Int(bytes[index])]
            guard folded > Byte.beyond else { break }
            meter.step()
            word[position] = folded
            position &+= 1
            index &+= 1
        }
        if index == stop {
            while index < end, table.bytes[Int(bytes[index])] > Byte.beyond {
                meter.step()
                index &+= 1
            }
        }
        characterCount &+= index &- start
        byteCount = position
        return index
    }

    /// A scalar beyond ASCII; where it and the marks that wait with it end.
    @inline(__always)
    private mutating func readScalar(_ bytes: UnsafePointer<UInt8>, at start: Int, end: Int) -> Int {
        let scalar = BertScalarTable.Pointers.scalar(bytes, at: start, end: end)
        let entry = table.entry(for: scalar.value)
        let index = start &+ scalar.byteCount
        switch entry & 7 {
        case Action.append:
            append(entry, of: scalar.bytes, byteCount: scalar.byteCount)
        case Action.isolate:
            endWord()
            append(entry, of: scalar.bytes, byteCount: scalar.byteCount)
            endWord()
        case Action.space:
            endWord()
        case Action.sequence:
            perform(Int(entry >> 3))
            if markCount > 0 { return readMarks(bytes, from: index, to: end) }
        default:
            break
        }
        return index
    }

    /// What follows a mark that waits, up to what ends its run.
    private mutating func readMarks(_ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
        var index = start
        while index < end, markCount > 0 {
            meter.step()
            if bytes[index] < 0x80 {
                guard table.bytes[Int(bytes[index])] == Byte.drop else { break }
                index &+= 1
                continue
            }
            let scalar = BertScalarTable.Pointers.scalar(bytes, at: index, end: end)
            let entry = table.entry(for: scalar.value)
            if entry & 7 == Action.sequence {
                perform(Int(entry >> 3))
            } else if entry & 7 != Action.drop {
                break
            }
            index &+= scalar.byteCount
        }
        writeMarks()
        return index
    }

    private mutating func perform(_ sequence: Int) {
        let elements = table.sequences + (sequence + 1)
        for index in 0..<Int(table.sequences[sequence]) {
            let element = elements[index]
            let kind = element >> 29
            if kind == Element.mark {
                wait(element & 0x1FFF_FFFF)
                continue
            }
            if markCount > 0 { writeMarks() }
            if kind == Element.append {
                append(scalar: element & 0x1F_FFFF)
            } else if kind == Element.isolate {
                endWord()
                append(scalar: element & 0x1F_FFFF)
                endWord()
            }
        }
    }

    /// Keeps marks in canonical order (Unicode Standard, D109): by class (the upper bits of `mark`), then in order of appearance.
    private mutating func wait(_ mark: UInt32) {
        guard characterCount &+ markCount <= BertWordLimit.characterCount else {
            // The word is [UNK] whatever the order.
            characterCount &+= 1
            return
        }
        var place = markCount
        while place > 0, marks[place &- 1] >> 21 > mark >> 21 {
            meter.step()
            marks[place] = marks[place &- 1]
            place &-= 1
        }
        marks[place] = mark
        markCount &+= 1
    }

    private mutating func writeMarks() {
        let waiting = markCount
        markCount = 0
        for index in 0..<waiting { append(scalar: marks[index] & 0x1F_FFFF) }
    }

    private mutating func append(scalar value: UInt32) {
        switch value {
        case 0..<0x80: append(value, count: 1)
        case 0x80..<0x800: append(0xC0 | value >> 6 | (0x80 | value & 0x3F) << 8, count: 2)
        case 0x800..<0x10000:
            append(0xE0 | value >> 12 | (0x80 | value >> 6 & 0x3F) << 8 | (0x80 | value & 0x3F) << 16, count: 3)
        default:
            append(
                0xF0 | value >> 18 | (0x80 | value >> 12 & 0x3F) << 8 | (0x80 | value >> 6 & 0x3F) << 16
                    | (0x80 | value & 0x3F) << 24,
                count: 4
            )
        }
    }

    /// What the entry says, or the scalar as it was read.
    @inline(__always)
    private mutating func append(_ entry: UInt32, of bytes: UInt32, byteCount: Int) {
        let count = Int(entry >> 3 & 3)
        if count > 0 { append(entry >> 8, count: count) } else { append(bytes, count: byteCount) }
    }

    /// One scalar of `count` bytes, the first one lowest.
    @inline(__always)
    private mutating func append(_ bytes: UInt32, count: Int) {
        if characterCount <= BertWordLimit.characterCount {
            UnsafeMutableRawPointer(word + byteCount).storeBytes(of: bytes.littleEndian, as: UInt32.self)
            byteCount &+= count
        }
        characterCount &+= 1
    }

    /// Cuts the word into entries, the longest first; one with a part that no entry covers is one `[UNK]`.
    @inline(__always)
    private mutating func endWord() {
        guard characterCount > 0 else { return }
        let end = byteCount
        let isTooLong = characterCount > BertWordLimit.characterCount
        characterCount = 0
        byteCount = 0
        guard count < limit else { return }
        count = cut(end, isTooLong: isTooLong)
    }

    /// Writes the pieces of the word, `end` bytes, and returns how many ids stand then; those beyond `limit` are cut off.
    private mutating func cut(_ end: Int, isTooLong: Bool) -> Int {
        var written = count
        var start = 0
        var base = wordBase
        while start < end, !isTooLong {
            let piece = PieceArray.longest(cells, base: base, in: word, from: start, to: end, meter: &meter)
            guard piece.entry >= 0 else { break }
            if written < limit {
                ids[written] = Int64(piece.entry)
                written &+= 1
            }
            start = piece.end
            base = continuationBase
        }
        if start == end, !isTooLong { return written }
        ids[count] = unknownID
        return count &+ 1
    }
}
