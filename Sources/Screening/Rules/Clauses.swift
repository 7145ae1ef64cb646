/// Where the clauses of a text end: a word speaks for what stands in its own.
///
/// Titles are lists more than sentences, so that a plus, a dash between spaces, a bullet and a picture end a clause as commas do. A colon joins
/// ("Book: the Glock"), and so does an ampersand.
struct Clauses {
    /// Bytes of the original at which a clause ends, ascending.
    private var breaks: [Int] = []
    /// Signs that join two things of one clause.
    private var joints: [Int] = []

    init(_ text: [UInt8]) {
        var index = 0
        while index < text.count {
            guard let (scalar, byteCount) = UTF8Reading.scalar(at: index, in: text) else {
                index += 1
                continue
            }
            if scalar == ":" || scalar.value == 0xFF1A || scalar == "&" && Self.isBesideSpace(index, text) {
                joints.append(index)
            } else if Self.isBreak(scalar, index..<(index + byteCount), text) {
                breaks.append(index)
            }
            index += byteCount
        }
    }

    /// Whether a clause ends between these bytes.
    func isBreak(within range: Range<Int>) -> Bool { Self.first(of: breaks, from: range.lowerBound) < range.upperBound }

    func isJoint(within range: Range<Int>) -> Bool { Self.first(of: joints, from: range.lowerBound) < range.upperBound }

    /// Where the clause of the byte at `index` begins.
    func start(of index: Int) -> Int {
        let next = Self.index(in: breaks, from: index)
        return next > 0 ? breaks[next - 1] + 1 : 0
    }

    /// Where the clause of what ends at `index` ends.
    func end(from index: Int) -> Int { Self.first(of: breaks, from: index) }

    private static func isBreak(_ scalar: Unicode.Scalar, _ range: Range<Int>, _ text: [UInt8]) -> Bool {
        let before = range.lowerBound > 0 ? text[range.lowerBound - 1] : 0x20
        let after = range.upperBound < text.count ? text[range.upperBound] : 0x20
        switch scalar {
        // Those of numbers (".45", "5,56") end nothing, and neither does the full stop of one letter ("f. Glock").
        case ".", ",":
            if after < 0x80, CharacterTable.kind(ofASCII: after) == .digit { return false }
            return scalar == "," || !isAbbreviation(endingAt: range.lowerBound, text)
        // Beside a space, or doubled: in "drop-in" they join.
        case "-", "‐", "‑": return before == 0x20 || after == 0x20 || after == UInt8(ascii: "-")
        // Between spaces: "19/17", "19/ 17".
        case "/": return before == 0x20 && after == 0x20
        case "+", "|", "~", "*", "·", "•", "−", "＋", "／": return true
        // They belong to a name.
        case "°", "©", "®", "™", "№": return false
        default: return SentenceSigns.isEnd(scalar.value) || isPicture(scalar)
        }
    }

    /// Pictures, bullets and dashes of all sorts.
    private static func isPicture(_ scalar: Unicode.Scalar) -> Bool {
        guard !scalar.isASCII else { return false }
        let category = scalar.properties.generalCategory
        return category == .otherSymbol || category == .dashPunctuation
    }

    /// Whether one letter alone ends there.
    private static func isAbbreviation(endingAt index: Int, _ text: [UInt8]) -> Bool {
        guard index > 0, CharacterTable.kind(ofASCII: text[index - 1]) == .letter, text[index - 1] < 0x80 else { return false }
        return index == 1 || text[index - 2] < 0x80 && CharacterTable.kind(ofASCII: text[index - 2]) == .sign
    }

    /// Not the sign of a name ("M&P").
    private static func isBesideSpace(_ index: Int, _ text: [UInt8]) -> Bool {
        index > 0 && text[index - 1] == 0x20 || index + 1 < text.count && text[index + 1] == 0x20
    }

    private static func first(of places: [Int], from index: Int) -> Int {
        let found = Self.index(in: places, from: index)
        return found < places.count ? places[found] : Int.max
    }

    /// Index of the first place that is at least `index`.
    private static func index(in places: [Int], from index: Int) -> Int {
        var (lower, upper) = (0, places.count)
        while lower < upper {
            let middle = (lower + upper) / 2
            if places[middle] < index { lower = middle + 1 } else { upper = middle }
        }
        return lower
    }
}
