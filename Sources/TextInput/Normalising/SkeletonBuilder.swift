/// Writes the `skeleton` view character by character, and beside it, from the first Cyrillic word on, the same with Cyrillic words transliterated.
///
/// A letter reads the same in any word, so that pieces of a split word still meet the whole one: `о` is Latin in `пистолет` too, there and in
/// keywords. Only transliteration has to know which words are Cyrillic.
struct SkeletonBuilder {
    private struct Piece {
        /// Index of a reading, or `-1 - byte` for an ASCII character.
        var reading: Int
        var start: UInt32
        var end: UInt32
    }

    /// Letters and digits side by side.
    private struct Word {
        var pieces: [Piece] = []
        var asciiLetterCount = 0
        var cyrillicCount = 0
        /// Letters that do not pass for Latin ones.
        var foreignCount = 0
        /// ASCII letters that pass for no Cyrillic one.
        var onlyLatinCount = 0

        /// A word with Cyrillic letters, unless it has ASCII ones and either no letter that is only Cyrillic or one that is only Latin.
        var isCyrillic: Bool { cyrillicCount > 0 && (asciiLetterCount == 0 || (foreignCount > 0 && onlyLatinCount == 0)) }

        mutating func clear() {
            pieces.removeAll(keepingCapacity: true)
            (asciiLetterCount, cyrillicCount, foreignCount, onlyLatinCount) = (0, 0, 0, 0)
        }
    }

    private(set) var view: ViewBuilder
    /// `nil` as long as there is no Cyrillic word.
    private(set) var transliterated: ViewBuilder?
    private var word = Word()
    /// Where ``word`` begins in ``view``.
    private var wordStart = 0

    init(capacity: Int) { view = ViewBuilder(capacity: capacity) }

    /// `byte` is already in lower case.
    @inline(__always)
    mutating func append(ascii byte: UInt8, start: UInt32, readings: [ClusterReading]) {
        let scalarClass = ScalarClass.of(ascii: byte)
        if scalarClass == .separator {
            endWord(readings)
            guard let written = PlainViews.skeleton(of: byte) else { return }
            view.append(written, start: start, end: start &+ 1)
            transliterated?.append(written, start: start, end: start &+ 1)
            return
        }
        if scalarClass == .letter {
            word.asciiLetterCount += 1
            if !LookAlikes.passesForCyrillic(byte) { word.onlyLatinCount += 1 }
        }
        append(Piece(reading: -1 - Int(byte), start: start, end: start &+ 1))
        view.append(byte, start: start, end: start &+ 1)
    }

    mutating func append(reading index: Int, start: UInt32, end: UInt32, readings: [ClusterReading]) {
        let reading = readings[index]
        switch reading.kind {
        case .nothing: return
        case .other:
            endWord(readings)
            transliterated?.append(reading.skeleton, start: start, end: end)
        case .letter, .digit:
            if reading.kind == .letter, reading.latin == nil { word.foreignCount += 1 }
            if reading.isCyrillic { word.cyrillicCount += 1 }
            append(Piece(reading: index, start: start, end: end))
        }
        view.append(reading.skeleton, start: start, end: end)
    }

    /// Writes what waits for the end of its word.
    mutating func finish(_ readings: [ClusterReading]) { endWord(readings) }

    private mutating func append(_ piece: Piece) {
        if word.pieces.isEmpty { wordStart = view.utf8.count }
        word.pieces.append(piece)
    }

    private mutating func endWord(_ readings: [ClusterReading]) {
        guard !word.pieces.isEmpty else { return }
        let isCyrillic = word.isCyrillic
        if isCyrillic, transliterated == nil { transliterated = view.prefix(wordStart) }
        if transliterated != nil {
            for piece in word.pieces { transliterate(piece, isCyrillic: isCyrillic, readings) }
        }
        word.clear()
    }

    private mutating func transliterate(_ piece: Piece, isCyrillic: Bool, _ readings: [ClusterReading]) {
        guard piece.reading < 0 else {
            let reading = readings[piece.reading]
            transliterated?.append(
                isCyrillic ? reading.transliterated ?? reading.skeleton : reading.skeleton,
                start: piece.start,
                end: piece.end
            )
            return
        }
        let byte = UInt8(truncatingIfNeeded: -1 - piece.reading)
        let sound = isCyrillic ? LookAlikes.cyrillic(byte).flatMap { Romanisation.latin(Array(String($0).utf8)) } : nil
        transliterated?.append(sound ?? [byte], start: piece.start, end: piece.end)
    }
}
