import ModerationCore

/// The letters and digits of a keyword such as `ar-15`, for the view that reads all digits as letters (`arls`).
///
/// There "Aris" would read as the keyword, and 762 x 38 cm as a cartridge. So the original decides at each place: a digit must be the keyword's own
/// where that has one, a letter the keyword's where that has one, and most digits must be digits.
struct CodeWord: Sendable {
    /// Fewer letters than these are a code, in which a digit for a letter is a guess: a 4K 47 inch screen is no AK-47.
    private static let fewLetters = 3

    private enum Written {
        case asItself, digitForLetter, letterForDigit
    }

    /// In the order in which they stand in the text.
    private let signs: [UInt8]
    private let isReversed: Bool
    private let digitCount: Int

    /// `plain` is the keyword with its digits, `dense` what it reads in the view; `nil` where the two do not go together byte by byte.
    init?(plain: String, dense: String, isReversed: Bool = false) {
        let signs = plain.unicodeScalars.filter { !CharacterTable.isSign($0) }.flatMap { Array(String($0).utf8) }
        digitCount = signs.count(where: Self.isDigit)
        guard signs.count == dense.utf8.count, digitCount > 0 else { return nil }
        self.signs = isReversed ? signs.reversed() : signs
        self.isReversed = isReversed
    }

    /// Whether the place at which the view holds the keyword from `start` on is one where the original means it.
    func fits(at start: Int, in spaceless: SpacelessText, of view: TextView, original: [UInt8]) -> Bool {
        guard start >= 0, start + signs.count <= spaceless.ends.count,
            mayHaveDigits(at: start, in: spaceless, of: view, original: original)
        else { return false }
        var places: [Range<Int>] = []
        var written: [Written] = []
        var areDigits: [Bool] = []
        for (index, sign) in signs.enumerated() {
            let at = Int(spaceless.ends[start + index]) - 1
            let (lower, upper) = (Int(view.starts[at]), Int(view.ends[at]))
            guard lower < upper, upper <= original.count, let scalar = UTF8Reading.scalar(at: lower, in: original)?.scalar,
                let how = Self.how(sign, isWrittenAs: scalar)
            else {
                return false
            }
            places.append(lower..<upper)
            written.append(how)
            areDigits.append(Self.digit(scalar) != nil)
        }
        let ownDigitCount = signs.indices.count { Self.isDigit(signs[$0]) && written[$0] == .asItself }
        guard ownDigitCount * 2 >= digitCount, !isReversed || written.allSatisfy({ $0 == .asItself }) else { return false }
        return signs.indices.allSatisfy { isPlausible($0, places, written, areDigits, original) }
    }

    /// Whether at least half of the digits are not plainly letters: nearly all places are ruled out so.
    private func mayHaveDigits(at start: Int, in spaceless: SpacelessText, of view: TextView, original: [UInt8]) -> Bool {
        var count = 0
        for index in signs.indices where Self.isDigit(signs[index]) {
            let at = Int(view.starts[Int(spaceless.ends[start + index]) - 1])
            guard at < original.count else { return false }
            let byte = original[at]
            count += byte < 0x80 && CharacterTable.kind(ofASCII: byte) == .letter ? 0 : 1
        }
        return count * 2 >= digitCount
    }

    /// A letter passes for a digit only beside a digit ("AR-l5", not "aka 7"), a digit for a letter only where it is not part of a number ("4R-15",
    /// not "C275" for CZ 75).
    private func isPlausible(
        _ index: Int,
        _ places: [Range<Int>],
        _ written: [Written],
        _ areDigits: [Bool],
        _ original: [UInt8]
    ) -> Bool {
        let neighbours = [index - 1, index + 1].filter(signs.indices.contains)
        let touching = neighbours.filter {
            places[min($0, index)].upperBound == places[max($0, index)].lowerBound
        }
        switch written[index] {
        case .asItself: return true
        case .letterForDigit: return touching.contains { areDigits[$0] }
        case .digitForLetter:
            guard !touching.contains(where: { areDigits[$0] }) else { return false }
            return signs.count - digitCount >= Self.fewLetters || !hasSpace(places, original)
        }
    }

    private func hasSpace(_ places: [Range<Int>], _ original: [UInt8]) -> Bool {
        guard let first = places.first, let last = places.last, first.lowerBound < last.upperBound else { return false }
        return original[first.lowerBound..<last.upperBound].contains(0x20)
    }

    /// `nil` when the character is another one. A letter that is not ASCII stands for the letter that the normaliser read, and for no digit: "така"
    /// is a word, and no AK-47 turned round.
    private static func how(_ sign: UInt8, isWrittenAs scalar: Unicode.Scalar) -> Written? {
        if let digit = digit(scalar) {
            guard isDigit(sign) else { return .digitForLetter }
            return digit == sign ? .asItself : nil
        }
        guard scalar.isASCII else {
            return isDigit(sign) && scalar.properties.isAlphabetic ? .letterForDigit : .asItself
        }
        let byte = UInt8(truncatingIfNeeded: scalar.value)
        if CharacterTable.kind(ofASCII: byte) == .sign { return .asItself }
        if isDigit(sign) { return .letterForDigit }
        let letter = byte | 0x20
        return letter == sign || isL(letter) && isL(sign) ? .asItself : nil
    }

    /// The ASCII digit that a character is a form of; `nil` when it is no digit.
    private static func digit(_ scalar: Unicode.Scalar) -> UInt8? {
        guard scalar.properties.numericType == .decimal || scalar.properties.numericType == .digit,
            let value = scalar.properties.numericValue, (0...9).contains(value)
        else { return nil }
        return UInt8(value) + 0x30
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    /// The view has one letter for both.
    private static func isL(_ letter: UInt8) -> Bool { letter == UInt8(ascii: "l") || letter == UInt8(ascii: "i") }
}
