package import ModerationCore
import Synchronization

/// Fingerprints of one kind, found by Hamming distance with exact recall.
///
/// Any number of readers and one writer at a time (the caller serialises writers); readers never wait for writers. A row is the caller's
/// number for an entry: small dense numbers cost least.
package final class HammingIndex: Sendable {
    private static let blockCapacity = 4_096

    private struct Block: Sendable {
        var bits: [SIMD4<UInt64>] = []
        var rows: [UInt32] = []
    }

    package let kind: FingerprintKind
    private let blocks = Mutex<[Block]>([])

    package init(kind: FingerprintKind) { self.kind = kind }

    /// `words` holds `kind.bitCount / 64` words for each of `rows`, in order; words behind the last row are ignored.
    package init(kind: FingerprintKind, words: [UInt64], rows: [UInt32]) {
        self.kind = kind
        let width = kind.bitCount / 64
        var built: [Block] = []
        for start in stride(from: 0, to: min(rows.count, words.count / width), by: Self.blockCapacity) {
            var block = Block()
            for slot in start..<min(start + Self.blockCapacity, rows.count, words.count / width) {
                var bits = SIMD4<UInt64>()
                for word in 0..<width { bits[word] = words[slot * width + word] }
                block.bits.append(bits)
                block.rows.append(rows[slot])
            }
            built.append(block)
        }
        blocks.withLock { $0 = built }
    }

    package var count: Int { blocks.withLock { $0.reduce(0) { $0 + $1.rows.count } } }

    /// Bytes of the entries and of what finds them.
    package var byteCount: Int { count * (MemoryLayout<SIMD4<UInt64>>.size + 4) }

    /// Makes `bits` findable under `row`; an entry that the row had is replaced.
    package func insert(_ bits: SIMD4<UInt64>, row: UInt32) {
        remove(row: row)
        blocks.withLock { blocks in
            if blocks.last.map({ $0.rows.count >= Self.blockCapacity }) ?? true { blocks.append(Block()) }
            blocks[blocks.count - 1].bits.append(bits)
            blocks[blocks.count - 1].rows.append(row)
        }
    }

    package func remove(row: UInt32) {
        blocks.withLock { blocks in
            for index in blocks.indices {
                guard let slot = blocks[index].rows.firstIndex(of: row) else { continue }
                blocks[index].rows.remove(at: slot)
                blocks[index].bits.remove(at: slot)
                return
            }
        }
    }

    /// Calls `body` with every row within `radius` bits (inclusive) of each query, once for a query and row, in no particular order.
    package func forEachMatch(
        _ queries: [SIMD4<UInt64>],
        radius: Int,
        _ body: (_ query: Int, _ row: UInt32, _ distance: Int) -> Void
    ) {
        let blocks = blocks.withLock { $0 }
        for (query, wanted) in queries.enumerated() {
            for block in blocks {
                for (slot, bits) in block.bits.enumerated() {
                    let difference = bits ^ wanted
                    let distance = (0..<4).reduce(0) { $0 + difference[$1].nonzeroBitCount }
                    if distance <= radius { body(query, block.rows[slot], distance) }
                }
            }
        }
    }
}
