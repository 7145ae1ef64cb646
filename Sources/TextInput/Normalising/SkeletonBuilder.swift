/// Writes the `skeleton` view word by word, since what a letter passes for depends on its neighbours: `о` in `glоck` is Latin, in
/// `пистолет` it is Cyrillic. Words of one character side by side (`г л о к`) are weighed together.
struct SkeletonBuilder {
    private struct Piece {
        /// Index of a reading, or `-1 - byte` for an ASCII character.
        var reading: Int
        var start: UInt32
        var end: UInt32
    }

    /// A word, or single characters with what stands between them.
    private struct Word {
        var pieces: [Piece] = []
        var asciiLetterCount = 0
        /// Letters that do not pass for Latin ones.
        var foreignCount = 0
        var cyrillicCount = 0
        /// ASCII letters that pass for no Cyrillic one.
        var onlyLatinCount = 0

        /// A word with nothing but letters that pass for Latin is Latin; one without any ASCII letter stays in its script; a mixed one goes by
        /// which script has letters that do not pass for the other's, and where both have, by what it has more of.
        var isLatin: Bool {
            if foreignCount == 0 { return true }
            if onlyLatinCount == 0, cyrillicCount > 0 { return false }
            return asciiLetterCount > cyrillicCount
        }

        /// Whether it is read as it sounds in Cyrillic: it is not Latin, or has nothing else.
        var isCyrillic: Bool { cyrillicCount > 0 && (!isLatin || asciiLetterCount == 0) }

        mutating func append(_ other: Word) {
            pieces += other.pieces
            asciiLetterCount += other.asciiLetterCount
            foreignCount += other.foreignCount
            cyrillicCount += other.cyrillicCount
            onlyLatinCount += other.onlyLatinCount
        }

        mutating func clear() {
            pieces.removeAll(keepingCapacity: true)
            (asciiLetterCount, foreignCount, cyrillicCount, onlyLatinCount) = (0, 0, 0, 0)
        }
    }

    private(set) var view: ViewBuilder
    /// The same with Cyrillic words transliterated; `nil` as long as there is none.
    private(set) var transliterated: ViewBuilder?
    private var word = Word()
    private var singles = Word()

    init(capacity: Int) { view = ViewBuilder(capacity: capacity) }

    /// `byte` is already in lower case.
    @inline(__always)
    mutating func append(ascii byte: UInt8, start: UInt32, readings: [ClusterReading]) {
        switch ScalarClass.of(ascii: byte) {
        case .letter:
            word.asciiLetterCount += 1
            if !LookAlikes.passesForCyrillic(byte) { word.onlyLatinCount += 1 }
            word.pieces.append(Piece(reading: -1 - Int(byte), start: start, end: start &+ 1))
        case .digit:
            word.pieces.append(Piece(reading: -1 - Int(byte), start: start, end: start &+ 1))
        case .separator:
            // What is nothing still ends a word.
            let written = PlainViews.skeleton(of: byte)
            separate(by: written.map { Piece(reading: -1 - Int($0), start: start, end: start &+ 1) }, readings)
        }
    }

    mutating func append(reading index: Int, start: UInt32, end: UInt32, readings: [ClusterReading]) {
        let piece = Piece(reading: index, start: start, end: end)
        let reading = readings[index]
        switch reading.kind {
        case .nothing:
            return
        case .other:
            separate(by: piece, readings)
        case .letter:
            if reading.latin == nil { word.foreignCount += 1 }
            if reading.isCyrillic { word.cyrillicCount += 1 }
            word.pieces.append(piece)
        case .digit:
            word.pieces.append(piece)
        }
    }

    /// Writes everything that waits for a decision.
    mutating func finish(_ readings: [ClusterReading]) {
        if word.pieces.count == 1 {
            singles.append(word)
            word.clear()
        }
        write(singles, readings)
        write(word, readings)
        singles.clear()
        word.clear()
    }

    private mutating func separate(by piece: Piece?, _ readings: [ClusterReading]) {
        if word.pieces.count == 1 {
            singles.append(word)
            word.clear()
        } else if !word.pieces.isEmpty {
            finish(readings)
        }
        guard let piece else { return }
        if singles.pieces.isEmpty { write(piece, isLatin: true, readings) } else { singles.pieces.append(piece) }
    }

    private mutating func write(_ word: Word, _ readings: [ClusterReading]) {
        if word.isCyrillic, transliterated == nil { transliterated = view }
        let (isLatin, isCyrillic) = (word.isLatin, word.isCyrillic)
        for piece in word.pieces { write(piece, isLatin: isLatin, isCyrillic: isCyrillic, readings) }
    }

    @inline(__always)
    private mutating func write(_ piece: Piece, isLatin: Bool, isCyrillic: Bool = false, _ readings: [ClusterReading]) {
        guard piece.reading < 0 else { return write(readings[piece.reading], of: piece, isLatin: isLatin, isCyrillic: isCyrillic) }
        let byte = UInt8(truncatingIfNeeded: -1 - piece.reading)
        guard !isLatin, let letter = LookAlikes.cyrillic(byte) else {
            view.append(byte, start: piece.start, end: piece.end)
            transliterated?.append(byte, start: piece.start, end: piece.end)
            return
        }
        view.append(letter, start: piece.start, end: piece.end)
        let sound = Romanisation.latin(Array(String(letter).utf8)) ?? [byte]
        transliterated?.append(isCyrillic ? sound : [byte], start: piece.start, end: piece.end)
    }

    private mutating func write(_ reading: ClusterReading, of piece: Piece, isLatin: Bool, isCyrillic: Bool) {
        let isRead = reading.kind == .digit || (isLatin && reading.kind == .letter)
        let passing = isCyrillic && !isLatin && reading.kind == .letter ? reading.cyrillic : nil
        let bytes = isRead ? reading.latin ?? reading.own : passing ?? reading.own
        view.append(bytes, start: piece.start, end: piece.end)
        guard transliterated != nil else { return }
        let sound = reading.transliterated ?? passing.flatMap(Romanisation.latin)
        transliterated?.append(isCyrillic ? sound ?? bytes : bytes, start: piece.start, end: piece.end)
    }
}
