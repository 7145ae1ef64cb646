/// Short texts, each stored once as its length and its UTF-8 bytes, in chunks that never move.
///
/// `@unchecked Sendable`: one writer at a time stores and frees. A reader looks only at texts of rows that its view shows: they were stored before
/// the view was handed out under a lock, and are not freed while the view is held (``BankWriter``).
package final class TextArena: @unchecked Sendable {
    /// Blocks are whole units of 4 bytes, so that a 32-bit reference spans 16 GiB.
    private static let unit = 4
    private static let unitsPerChunk = 1 << 18
    private static let chunkLimit = 1 << 14
    /// Longer texts are not stored.
    package static let byteLimit = 65_535

    private let chunks: UnsafeMutablePointer<UnsafeMutableRawPointer?>
    private var chunkCount = 0
    /// The first free unit of the last chunk.
    private var next = TextArena.unitsPerChunk
    /// Freed blocks by their number of units.
    private var free: [Int: [UInt32]] = [:]

    package init() {
        chunks = .allocate(capacity: Self.chunkLimit)
        chunks.initialize(repeating: nil, count: Self.chunkLimit)
    }

    deinit {
        for index in 0..<chunkCount { chunks[index]?.deallocate() }
        chunks.deallocate()
    }

    /// The reference of a copy of `bytes`; `nil` when they are longer than ``byteLimit`` or the arena is full.
    package func store(_ bytes: UnsafeRawBufferPointer) -> UInt32? {
        guard bytes.count <= Self.byteLimit else { return nil }
        let header = bytes.count < 255 ? 1 : 3
        let units = Self.units(byteCount: header + bytes.count)
        guard let reference = free[units]?.popLast() ?? allocate(units) else { return nil }
        guard let start = address(reference) else { return nil }
        if header == 1 {
            start.storeBytes(of: UInt8(bytes.count), as: UInt8.self)
        } else {
            start.storeBytes(of: 255, as: UInt8.self)
            start.storeBytes(of: UInt8(bytes.count & 0xFF), toByteOffset: 1, as: UInt8.self)
            start.storeBytes(of: UInt8(bytes.count >> 8), toByteOffset: 2, as: UInt8.self)
        }
        if let base = bytes.baseAddress { (start + header).copyMemory(from: base, byteCount: bytes.count) }
        return reference
    }

    package func release(_ reference: UInt32) {
        let units = withBytes(of: reference) { Self.units(byteCount: ($0.count < 255 ? 1 : 3) + $0.count) }
        free[units, default: []].append(reference)
    }

    /// Calls `body` with the text's bytes, which it must not keep.
    package func withBytes<Result>(of reference: UInt32, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        guard let start = address(reference) else { return body(UnsafeRawBufferPointer(start: nil, count: 0)) }
        let first = Int(start.load(as: UInt8.self))
        guard first == 255 else { return body(UnsafeRawBufferPointer(start: start + 1, count: first)) }
        let count = Int(start.load(fromByteOffset: 1, as: UInt8.self)) | Int(start.load(fromByteOffset: 2, as: UInt8.self)) << 8
        return body(UnsafeRawBufferPointer(start: start + 3, count: count))
    }

    package func text(_ reference: UInt32) -> String {
        withBytes(of: reference) { String(decoding: $0, as: UTF8.self) }
    }

    private static func units(byteCount: Int) -> Int { (byteCount + unit - 1) / unit }

    private func address(_ reference: UInt32) -> UnsafeMutableRawPointer? {
        let place = Int(reference)
        let chunk = place / Self.unitsPerChunk
        guard chunk < Self.chunkLimit, let start = chunks[chunk] else { return nil }
        return start + (place % Self.unitsPerChunk) * Self.unit
    }

    /// A block that spans no two chunks; what is left of the last chunk is given up.
    private func allocate(_ units: Int) -> UInt32? {
        if next + units > Self.unitsPerChunk {
            guard chunkCount < Self.chunkLimit else { return nil }
            chunks[chunkCount] = .allocate(byteCount: Self.unitsPerChunk * Self.unit, alignment: 16)
            chunkCount += 1
            next = 0
        }
        defer { next += units }
        return UInt32((chunkCount - 1) * Self.unitsPerChunk + next)
    }
}
