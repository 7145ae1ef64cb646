internal import Glibc

/// Walks over write vectors in pieces of a size of its own.
struct VectorCursor {
    private let vectors: UnsafeBufferPointer<iovec>
    private var index = 0
    private var offset = 0
    /// What is left.
    private(set) var byteCount: Int

    init(_ vectors: UnsafeBufferPointer<iovec>) {
        self.vectors = vectors
        byteCount = vectors.reduce(0) { $0 + $1.iov_len }
    }

    /// Lends the next `size` bytes (at most what is left) in one piece: in place where one vector holds them all, else copied together.
    mutating func withNext<R>(_ size: Int, _ body: (UnsafeRawBufferPointer) -> R) -> R {
        while index < vectors.count, offset == vectors[index].iov_len { advance() }
        byteCount -= size
        if index < vectors.count, let base = vectors[index].iov_base, vectors[index].iov_len - offset >= size {
            defer { offset += size }
            return body(UnsafeRawBufferPointer(start: base + offset, count: size))
        }
        return withUnsafeTemporaryAllocation(byteCount: size, alignment: 16) { gathered in
            var filled = 0
            while filled < size, index < vectors.count {
                let count = min(size - filled, vectors[index].iov_len - offset)
                if count > 0, let base = vectors[index].iov_base {
                    gathered.baseAddress.map { ($0 + filled).copyMemory(from: base + offset, byteCount: count) }
                }
                filled += count
                offset += count
                if offset == vectors[index].iov_len { advance() }
            }
            return body(UnsafeRawBufferPointer(rebasing: gathered[..<filled]))
        }
    }

    private mutating func advance() {
        index += 1
        offset = 0
    }
}
