/// Lays a vocabulary out as a ``PieceArray``.
///
/// Children are placed first-fit into blocks that still have room; a block is given up after some failures, so that time is linear in the
/// vocabulary's bytes whatever its entries are.
struct PieceArrayBuilder {
    /// There is no room for all entries.
    struct Full: Error {}

    /// Bytes without the `##`, and the id.
    typealias Entry = (bytes: [UInt8], id: Int)

    private struct Block {
        var freeCount = PieceArray.blockByteCount
        var failureCount = 0
    }

    /// Nodes whose children are still to be placed: the sorted entries below it, how many bytes lead to it, its cell.
    private struct Branch {
        var entries: Range<Int>
        var depth: Int
        var cell: Int
    }

    private static let failureLimit = 12

    private var cells = [PieceArray.Cell](repeating: PieceArray.unused, count: PieceArray.blockByteCount)
    private var isBaseTaken = [Bool](repeating: true, count: PieceArray.blockByteCount)
    private var blocks = [Block(freeCount: 0)]
    private var openBlocks: [Int] = []

    static func array(words: [Entry], continuations: [Entry]) throws(Full) -> PieceArray {
        var builder = PieceArrayBuilder()
        let wordBase = try builder.place(words)
        let continuationBase = try builder.place(continuations)
        return PieceArray(cells: builder.cells, wordBase: wordBase, continuationBase: continuationBase)
    }

    /// The base of the root.
    private mutating func place(_ unsorted: [Entry]) throws(Full) -> Int {
        let entries = unsorted.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
        var rootBase = 0
        var branches = [Branch(entries: 0..<entries.count, depth: 0, cell: -1)]
        while let branch = branches.popLast() {
            let children = Self.children(of: branch, in: entries)
            guard !children.isEmpty else { continue }
            let base = try base(for: children.map(\.label))
            if branch.cell < 0 { rootBase = base } else { cells[branch.cell] |= PieceArray.Cell(base) << 36 }
            for child in children {
                let cell = base ^ Int(child.label)
                let first = entries[child.entries.lowerBound]
                let id = first.bytes.count == branch.depth + 1 ? first.id : -1
                cells[cell] = PieceArray.cell(label: child.label, entry: id, base: 0)
                branches.append(Branch(entries: child.entries, depth: branch.depth + 1, cell: cell))
            }
        }
        return rootBase
    }

    private static func children(of branch: Branch, in entries: [Entry]) -> [(label: UInt8, entries: Range<Int>)] {
        var children: [(label: UInt8, entries: Range<Int>)] = []
        for index in branch.entries where entries[index].bytes.count > branch.depth {
            let label = entries[index].bytes[branch.depth]
            if let last = children.last, last.label == label {
                children[children.count - 1].entries = last.entries.lowerBound..<(index + 1)
            } else {
                children.append((label, index..<(index + 1)))
            }
        }
        return children
    }

    /// An unshared base at which all of `labels` are free; takes it and their cells.
    private mutating func base(for labels: [UInt8]) throws(Full) -> Int {
        for block in openBlocks {
            if let base = base(for: labels, in: block) {
                take(base, labels)
                return base
            }
            blocks[block].failureCount += 1
        }
        openBlocks.removeAll { blocks[$0].failureCount >= Self.failureLimit || blocks[$0].freeCount == 0 }
        guard cells.count < PieceArray.maximumCellCount else { throw Full() }
        let block = blocks.count
        blocks.append(Block())
        openBlocks.append(block)
        cells += [PieceArray.Cell](repeating: PieceArray.unused, count: PieceArray.blockByteCount)
        isBaseTaken += [Bool](repeating: false, count: PieceArray.blockByteCount)
        let base = block * PieceArray.blockByteCount
        take(base, labels)
        return base
    }

    private func base(for labels: [UInt8], in block: Int) -> Int? {
        guard blocks[block].freeCount >= labels.count, let first = labels.first else { return nil }
        let start = block * PieceArray.blockByteCount
        for cell in start..<(start + PieceArray.blockByteCount) where cells[cell] == PieceArray.unused {
            let base = cell ^ Int(first)
            if !isBaseTaken[base], labels.allSatisfy({ cells[base ^ Int($0)] == PieceArray.unused }) { return base }
        }
        return nil
    }

    private mutating func take(_ base: Int, _ labels: [UInt8]) {
        isBaseTaken[base] = true
        blocks[base / PieceArray.blockByteCount].freeCount -= labels.count
        // Not free any more; the caller writes the rest.
        for label in labels { cells[base ^ Int(label)] = PieceArray.Cell(label) }
    }
}
