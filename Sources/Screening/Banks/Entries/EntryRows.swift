import ModerationCore
import Synchronization

/// What a bank's entries are called and stand for, by row: 24 bytes and the fingerprint a row, beside the texts.
///
/// A row is written once and says for which views it exists: those from the sequence number of its birth up to that of its death. So a change
/// costs what it changes, and a reader sees the entries of one moment however many changes are made while it looks. Who reuses a row has to
/// know that no reader holds a view from before its death (``BankWriter``).
///
/// `@unchecked Sendable`: one writer at a time. Readers read the lives of rows, which are atomic, and the rest only of rows that their view shows:
/// those were written before the view was handed out under a lock.
package final class EntryRows: @unchecked Sendable {
    private static let rowsPerChunk = 1 << 13
    private static let chunkLimit = (RowMap.rowLimit + 1) / rowsPerChunk
    private static let rowByteCount = 24

    package let kind: FingerprintKind
    package let texts = TextArena()
    private let wordCount: Int
    private let chunks: UnsafeMutablePointer<UnsafeMutableRawPointer?>
    private var chunkCount = 0

    package init(kind: FingerprintKind) {
        self.kind = kind
        wordCount = kind.bitCount / 64
        chunks = .allocate(capacity: Self.chunkLimit)
        chunks.initialize(repeating: nil, count: Self.chunkLimit)
    }

    deinit {
        for index in 0..<chunkCount { chunks[index]?.deallocate() }
        chunks.deallocate()
    }

    // MARK: Reading

    /// Whether the row is an entry of the view with this sequence number. `row` is below the view's row count.
    func isVisible(_ row: UInt32, at sequence: UInt32) -> Bool {
        let life = life(row).pointee.load(ordering: .relaxed)
        return UInt32(truncatingIfNeeded: life >> 32) <= sequence && sequence < UInt32(truncatingIfNeeded: life)
    }

    func label(_ row: UInt32) -> EntryLabel { EntryLabel(packed: field(row, 8, as: UInt64.self).pointee) }

    func bits(_ row: UInt32) -> SIMD4<UInt64> {
        var bits = SIMD4<UInt64>()
        for index in 0..<wordCount { bits[index] = words(row)[index] }
        return bits
    }

    func reason(_ row: UInt32) -> String { texts.text(reasonReference(row)) }

    /// Calls `body` with the bytes of the row's id, which it must not keep.
    func withID<Result>(_ row: UInt32, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        texts.withBytes(of: idReference(row)) { stored in
            guard label(row).endsInFingerprint else { return body(stored) }
            let digitCount = kind.bitCount / 4
            return withUnsafeTemporaryAllocation(byteCount: stored.count + digitCount, alignment: 1) { buffer in
                buffer.copyMemory(from: stored)
                FingerprintDigits.write(
                    bits(row),
                    wordCount: wordCount,
                    to: UnsafeMutableRawBufferPointer(rebasing: buffer[stored.count...])
                )
                return body(UnsafeRawBufferPointer(buffer))
            }
        }
    }

    func id(_ row: UInt32) -> String { withID(row) { String(decoding: $0, as: UTF8.self) } }

    func idReference(_ row: UInt32) -> UInt32 { field(row, 16, as: UInt32.self).pointee }
    func reasonReference(_ row: UInt32) -> UInt32 { field(row, 20, as: UInt32.self).pointee }

    // MARK: Writing

    /// What a row is made of.
    struct Contents {
        var bits: SIMD4<UInt64>
        var label: EntryLabel
        var id: UInt32
        var reason: UInt32
    }

    /// Fills a row that no view shows, and gives it life from `sequence` on.
    func write(_ row: UInt32, _ contents: Contents, born sequence: UInt32) {
        reserve(row)
        field(row, 8, as: UInt64.self).pointee = contents.label.packed
        field(row, 16, as: UInt32.self).pointee = contents.id
        field(row, 20, as: UInt32.self).pointee = contents.reason
        for index in 0..<wordCount { words(row)[index] = contents.bits[index] }
        life(row).pointee.store(UInt64(sequence) << 32 | UInt64(UInt32.max), ordering: .releasing)
    }

    /// Views from `sequence` on do not show the row.
    func end(_ row: UInt32, died sequence: UInt32) {
        let born = life(row).pointee.load(ordering: .relaxed) >> 32
        life(row).pointee.store(born << 32 | UInt64(sequence), ordering: .releasing)
    }

    /// Chunks are made in order: rows are numbered from 0 without gaps.
    private func reserve(_ row: UInt32) {
        while Int(row) / Self.rowsPerChunk >= chunkCount {
            let byteCount = Self.rowsPerChunk * (Self.rowByteCount + wordCount * 8)
            let chunk = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: 64)
            let lives = chunk.bindMemory(to: Atomic<UInt64>.self, capacity: Self.rowsPerChunk)
            for index in 0..<Self.rowsPerChunk { (lives + index).initialize(to: Atomic(UInt64(UInt32.max) << 32)) }
            chunks[chunkCount] = chunk
            chunkCount += 1
        }
    }

    // MARK: Layout: one array a field in each chunk

    private func chunk(_ row: UInt32) -> UnsafeMutableRawPointer {
        guard let chunk = chunks[Int(row) / Self.rowsPerChunk] else { preconditionFailure("row \(row) was never written") }
        return chunk
    }

    private func life(_ row: UInt32) -> UnsafeMutablePointer<Atomic<UInt64>> { field(row, 0, as: Atomic<UInt64>.self) }

    /// `offset` is the field's place in a row; the array of the field begins at that many times the rows of a chunk.
    private func field<Field: ~Copyable>(_ row: UInt32, _ offset: Int, as type: Field.Type) -> UnsafeMutablePointer<Field> {
        (chunk(row) + offset * Self.rowsPerChunk).assumingMemoryBound(to: type) + Int(row) % Self.rowsPerChunk
    }

    private func words(_ row: UInt32) -> UnsafeMutablePointer<UInt64> {
        (chunk(row) + Self.rowByteCount * Self.rowsPerChunk).assumingMemoryBound(to: UInt64.self)
            + Int(row) % Self.rowsPerChunk * wordCount
    }
}
