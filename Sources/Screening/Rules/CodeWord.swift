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
        guard start >= 0, start + signs.count <= spaceless.ends.count else { return false }
        var places: [Range<Int>] = []
        var written: [Written] = []
        for (index, sign) in signs.enumerated() {
            let at = Int(spaceless.ends[start + index]) - 1
            let (lower, upper) = (Int(view.starts[at]), Int(view.ends[at]))
            guard lower < upper, upper <= original.count, let how = Self.how(sign, isWrittenAs: original[lower]) else {
                return false
            }
            places.append(lower..<upper)
            written.append(how)
        }
        let ownDigitCount = signs.indices.count { Self.isDigit(signs[$0]) && written[$0] == .asItself }
        guard ownDigitCount * 2 >= digitCount, !isReversed || written.allSatisfy({ $0 == .asItself }) else { return false }
        return signs.indices.allSatisfy { isPlausible($0, places, written, original) }
    }

    /// A letter passes for a digit only beside a digit ("AR-l5", not "aka 7"), a digit for a letter only where it is not part of a number ("4R-15",
    /// not "C275" for CZ 75).
    private func isPlausible(_ index: Int, _ places: [Range<Int>], _ written: [Written], _ original: [UInt8]) -> Bool {
        let neighbours = [index - 1, index + 1].filter(signs.indices.contains)
        let touching = neighbours.filter {
            places[min($0, index)].upperBound == places[max($0, index)].lowerBound
        }
        switch written[index] {
        case .asItself: return true
        case .letterForDigit: return touching.contains { Self.isDigit(original[places[$0].lowerBound]) }
        case .digitForLetter:
            guard !touching.contains(where: { Self.isDigit(original[places[$0].lowerBound]) }) else { return false }
            return signs.count - digitCount >= Self.fewLetters || !hasSpace(places, original)
        }
    }

    private func hasSpace(_ places: [Range<Int>], _ original: [UInt8]) -> Bool {
        guard let first = places.first, let last = places.last, first.lowerBound < last.upperBound else { return false }
        return original[first.lowerBound..<last.upperBound].contains(0x20)
    }

    /// `nil` when the character that begins with `byte` is another one. What is not ASCII was read by the normaliser, which knows it better.
    private static func how(_ sign: UInt8, isWrittenAs byte: UInt8) -> Written? {
        guard byte < 0x80 else { return .asItself }
        switch (isDigit(sign), CharacterTable.kind(ofASCII: byte)) {
        case (_, .sign): return .asItself
        case (true, .digit): return byte == sign ? .asItself : nil
        case (true, _): return .letterForDigit
        case (false, .digit): return .digitForLetter
        case (false, _):
            let letter = byte | 0x20
            return letter == sign || isL(letter) && isL(sign) ? .asItself : nil
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    /// The view has one letter for both.
    private static func isL(_ letter: UInt8) -> Bool { letter == UInt8(ascii: "l") || letter == UInt8(ascii: "i") }
}
