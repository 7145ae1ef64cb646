package import Glibc

/// Bytes on their way to the socket: small pieces gathered in one buffer, large pieces of messages by reference.
///
/// Bounded by `HTTP2Session.outputLimit`: the session hands in no more once the queue holds that much.
package struct OutputQueue {
    private enum Chunk {
        /// The next so many bytes of `gathered`.
        case gathered(Int)
        case slice(ArraySlice<UInt8>)
    }

    /// From this size on a piece travels by reference: below, a copy costs less than one more entry in the write.
    package static let referenceThreshold = 1_024
    /// Entries in one write.
    private static let vectorLimit = 32
    /// Sent bytes that `gathered` may hold before they are moved out.
    private static let wasteLimit = 64 << 10

    private var chunks: [Chunk] = []
    private var firstChunk = 0
    private var gathered: [UInt8] = []
    /// Bytes of `gathered` that were sent.
    private var gatheredStart = 0
    package private(set) var byteCount = 0

    package init() {}

    package var isEmpty: Bool { byteCount == 0 }

    package mutating func append(copying bytes: UnsafeRawBufferPointer) {
        guard !bytes.isEmpty else { return }
        gathered.append(contentsOf: bytes)
        byteCount += bytes.count
        if firstChunk < chunks.count, case .gathered(let count) = chunks[chunks.count - 1] {
            chunks[chunks.count - 1] = .gathered(count + bytes.count)
        } else {
            chunks.append(.gathered(bytes.count))
        }
    }

    package mutating func append(_ slice: ArraySlice<UInt8>) {
        if slice.count < Self.referenceThreshold {
            slice.withUnsafeBytes { append(copying: $0) }
        } else {
            byteCount += slice.count
            chunks.append(.slice(slice))
        }
    }

    package mutating func append(_ piece: OutboundBody.Piece) {
        switch piece {
        case .small(let bytes): bytes.withBytes { append(copying: $0) }
        case .slice(let slice): append(slice)
        }
    }

    /// Lends the front of the queue as write vectors.
    package func withVectors<R>(_ body: (UnsafeBufferPointer<iovec>) -> R) -> R {
        withUnsafeTemporaryAllocation(of: iovec.self, capacity: Self.vectorLimit) { vectors in
            gathered.withUnsafeBytes { gathered in
                gather(firstChunk, UnsafeRawBufferPointer(rebasing: gathered[gatheredStart...]), vectors, 0, body)
            }
        }
    }

    /// Nested, so that every pointer is used within the scope that lends it.
    private func gather<R>(
        _ index: Int,
        _ rest: UnsafeRawBufferPointer,
        _ vectors: UnsafeMutableBufferPointer<iovec>,
        _ filled: Int,
        _ body: (UnsafeBufferPointer<iovec>) -> R
    ) -> R {
        guard index < chunks.count, filled < vectors.count else { return body(UnsafeBufferPointer(rebasing: vectors[..<filled])) }
        switch chunks[index] {
        case .gathered(let count):
            vectors[filled] = iovec(iov_base: UnsafeMutableRawPointer(mutating: rest.baseAddress), iov_len: count)
            return gather(index + 1, UnsafeRawBufferPointer(rebasing: rest.dropFirst(count)), vectors, filled + 1, body)
        case .slice(let slice):
            return slice.withUnsafeBytes { bytes in
                vectors[filled] = iovec(iov_base: UnsafeMutableRawPointer(mutating: bytes.baseAddress), iov_len: bytes.count)
                return gather(index + 1, rest, vectors, filled + 1, body)
            }
        }
    }

    /// Forgets the first `count` bytes: they were written.
    package mutating func removeFirst(_ count: Int) {
        var left = min(count, byteCount)
        byteCount -= left
        while left > 0, firstChunk < chunks.count {
            switch chunks[firstChunk] {
            case .gathered(let size):
                let taken = min(size, left)
                gatheredStart += taken
                left -= taken
                chunks[firstChunk] = .gathered(size - taken)
                if taken == size { firstChunk += 1 }
            case .slice(let slice):
                let taken = min(slice.count, left)
                left -= taken
                chunks[firstChunk] = .slice(slice.dropFirst(taken))
                if taken == slice.count {
                    chunks[firstChunk] = .gathered(0)
                    firstChunk += 1
                }
            }
        }
        reclaim()
    }

    /// Gives the memory back that an idle connection does not need.
    package mutating func shrink() {
        guard isEmpty else { return }
        self = OutputQueue()
    }

    private mutating func reclaim() {
        if isEmpty {
            chunks.removeAll(keepingCapacity: true)
            firstChunk = 0
            gathered.removeAll(keepingCapacity: gathered.capacity <= Self.wasteLimit)
            gatheredStart = 0
            return
        }
        // A queue that never empties must not keep the places of what it sent.
        if firstChunk >= Self.vectorLimit {
            chunks.removeFirst(firstChunk)
            firstChunk = 0
        }
        if gatheredStart >= Self.wasteLimit {
            gathered.removeFirst(gatheredStart)
            gatheredStart = 0
        }
    }
}
