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

        /// A word with nothing but letters that pass for Latin is Latin; one without any ASCII letter stays in its script; a mixed one goes by
        /// what it has more of, ASCII or Cyrillic letters.
        var isLatin: Bool { foreignCount == 0 || asciiLetterCount > cyrillicCount }

        mutating func append(_ other: Word) {
            pieces += other.pieces
            asciiLetterCount += other.asciiLetterCount
            foreignCount += other.foreignCount
            cyrillicCount += other.cyrillicCount
        }

        mutating func clear() {
            pieces.removeAll(keepingCapacity: true)
            (asciiLetterCount, foreignCount, cyrillicCount) = (0, 0, 0)
        }
    }

    private(set) var view: ViewBuilder
    private var word = Word()
    private var singles = Word()

    init(capacity: Int) { view = ViewBuilder(capacity: capacity) }

    /// `byte` is already in lower case.
    @inline(__always)
    mutating func append(ascii byte: UInt8, start: UInt32, readings: [ClusterReading]) {
        switch ScalarClass.of(ascii: byte) {
        case .letter:
            word.asciiLetterCount += 1
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
        let isLatin = word.isLatin
        for piece in word.pieces { write(piece, isLatin: isLatin, readings) }
    }

    @inline(__always)
    private mutating func write(_ piece: Piece, isLatin: Bool, _ readings: [ClusterReading]) {
        if piece.reading < 0 {
            let byte = UInt8(truncatingIfNeeded: -1 - piece.reading)
            if !isLatin, let letter = LookAlikes.cyrillic(byte) {
                view.append(letter, start: piece.start, end: piece.end)
            } else {
                view.append(byte, start: piece.start, end: piece.end)
            }
        } else {
            let reading = readings[piece.reading]
            let isRead = reading.kind == .digit || (isLatin && reading.kind == .letter)
            view.append(isRead ? reading.latin ?? reading.own : reading.own, start: piece.start, end: piece.end)
        }
    }
}
