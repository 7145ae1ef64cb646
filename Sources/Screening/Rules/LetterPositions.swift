import ModerationCore

/// How many letters and digits stand before each byte of a text: distances count these, so that no heap of marks, invisible characters, spaces or
/// dots moves two words out of each other's reach.
struct LetterPositions {
    private var counts: [Int32]

    /// `spaceless` is a view's, in which nothing was turned round.
    init(_ spaceless: SpacelessText, of view: TextView, byteCount: Int) {
        counts = [Int32](repeating: 0, count: byteCount + 1)
        for index in spaceless.bytes.indices where spaceless.bytes[index] & 0xC0 != 0x80 {
            let start = Int(view.starts[Int(spaceless.ends[index]) - 1])
            if start < byteCount { counts[start + 1] += 1 }
        }
        for index in counts.indices.dropFirst() { counts[index] += counts[index - 1] }
    }

    /// The place in letters and digits; of signs only, one of them.
    func letters(_ range: Range<Int>) -> Range<Int> {
        let lower = count(before: range.lowerBound)
        return lower..<max(lower + 1, count(before: range.upperBound))
    }

    func distance(_ range: Range<Int>) -> Int { count(before: range.upperBound) - count(before: range.lowerBound) }

    private func count(before index: Int) -> Int { Int(counts[min(max(index, 0), counts.count - 1)]) }
}
