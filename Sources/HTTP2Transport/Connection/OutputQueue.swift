package import Glibc

/// Bytes on their way to the socket: small frames gathered in one buffer, large pieces of messages by reference.
///
/// Bounded by `HTTP2Session.outputLimit`: the session hands in no more once the queue holds that much.
package struct OutputQueue {
    /// From this size on a piece travels by reference: below, a copy costs less than one more entry in the write.
    package static let referenceThreshold = 1_024
    /// Entries in one write.
    private static let vectorLimit = 32

    private var chunks: [ArraySlice<UInt8>] = []
    private var firstChunk = 0
    private var tail: [UInt8] = []
    package private(set) var byteCount = 0

    package init() {}

    package var isEmpty: Bool { byteCount == 0 }

    package mutating func append(copying bytes: UnsafeRawBufferPointer) {
        tail.append(contentsOf: bytes)
        byteCount += bytes.count
    }

    package mutating func append(_ slice: ArraySlice<UInt8>) {
        byteCount += slice.count
        if slice.count < Self.referenceThreshold {
            tail.append(contentsOf: slice)
        } else {
            sealTail()
            chunks.append(slice)
        }
    }

    /// Lends the front of the queue as write vectors.
    package mutating func withVectors<R>(_ body: (UnsafeBufferPointer<iovec>) -> R) -> R {
        sealTail()
        var vectors: [iovec] = []
        vectors.reserveCapacity(min(Self.vectorLimit, chunks.count - firstChunk))
        return gather(firstChunk, &vectors, body)
    }

    /// Forgets the first `count` bytes: they were written.
    package mutating func removeFirst(_ count: Int) {
        var left = min(count, byteCount)
        byteCount -= left
        while left > 0, firstChunk < chunks.count {
            let size = chunks[firstChunk].count
            if size <= left {
                left -= size
                chunks[firstChunk] = []
                firstChunk += 1
            } else {
                chunks[firstChunk] = chunks[firstChunk].dropFirst(left)
                left = 0
            }
        }
        if firstChunk == chunks.count {
            chunks.removeAll(keepingCapacity: true)
            firstChunk = 0
        } else if firstChunk >= Self.vectorLimit {
            // A queue that never empties must not keep the places of what it sent.
            chunks.removeFirst(firstChunk)
            firstChunk = 0
        }
    }

    private mutating func sealTail() {
        guard !tail.isEmpty else { return }
        chunks.append(tail[...])
        tail = []
    }

    /// Nested, so that every pointer is used within the scope that lends it.
    private func gather<R>(_ index: Int, _ vectors: inout [iovec], _ body: (UnsafeBufferPointer<iovec>) -> R) -> R {
        guard index < chunks.count, vectors.count < Self.vectorLimit else { return vectors.withUnsafeBufferPointer(body) }
        return chunks[index].withUnsafeBytes { bytes in
            vectors.append(iovec(iov_base: UnsafeMutableRawPointer(mutating: bytes.baseAddress), iov_len: bytes.count))
            return gather(index + 1, &vectors, body)
        }
    }
}
