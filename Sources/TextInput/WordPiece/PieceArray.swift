/// Vocabulary entries by their UTF-8 bytes, as a double array (Aoe, "An Efficient Digital Search Algorithm by Using a Double-Array Structure", 1989): one
/// load a byte, and the longest entry that begins a word is found in one walk.
///
/// The children of a node stand at `base ^ byte`. No two nodes share a base, so a cell whose label is the byte is that node's child. Cells come in
/// blocks of 256, so that `base ^ byte` stays within the block of `base`: every base is a valid index, hence every index that a walk reads is. Block 0
/// stays empty: base 0 belongs to nodes without children.
struct PieceArray: Sendable {
    /// Bits 0–15 the label (`unused` in an empty cell), 16–35 the entry that ends there, plus 1 (0 for none), 36–63 the base of its children.
    typealias Cell = UInt64
    static let unused: Cell = 0x100
    static let blockByteCount = 256
    /// 128 MiB; BERT's vocabulary of 30,522 entries takes less than 1 MiB.
    static let maximumCellCount = 1 << 24

    let cells: [Cell]
    let wordBase: Int
    /// Where entries that continue a word start.
    let continuationBase: Int

    @inline(__always)
    static func cell(label: UInt8, entry: Int, base: Int) -> Cell {
        Cell(label) | Cell(truncatingIfNeeded: entry + 1) << 16 | Cell(truncatingIfNeeded: base) << 36
    }

    /// The longest entry that `word` has at `start`: its id (-1 when there is none) and where it ends.
    ///
    /// `cells` are this array's and `base` one of its bases; `start..<end` lies within `word`.
    @inline(__always)
    static func longest<Meter: StepMeter>(
        _ cells: UnsafePointer<Cell>,
        base: Int,
        in word: UnsafePointer<UInt8>,
        from start: Int,
        to end: Int,
        meter: inout Meter
    ) -> (entry: Int, end: Int) {
        var base = base
        var found: Cell = 0
        var foundEnd = start
        var index = start
        while index < end {
            meter.step()
            let byte = Int(word[index])
            let cell = cells[base ^ byte]
            guard Int(truncatingIfNeeded: cell & 0xFFFF) == byte else { break }
            index &+= 1
            let entry = cell >> 16 & 0xF_FFFF
            if entry != 0 {
                found = entry
                foundEnd = index
            }
            base = Int(truncatingIfNeeded: cell >> 36)
        }
        return (Int(truncatingIfNeeded: found) &- 1, foundEnd)
    }
}

/// Counts what a reader does, for tests that its work is linear in the text.
protocol StepMeter {
    mutating func step()
}

/// Costs nothing.
struct NoMeter: StepMeter {
    @inline(__always)
    mutating func step() {}
}

struct StepCount: StepMeter {
    private(set) var count = 0

    mutating func step() { count += 1 }
}
