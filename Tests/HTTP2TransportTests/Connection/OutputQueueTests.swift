import HTTP2Transport
import TestSupport
import Testing

@Suite struct OutputQueueTests {
    /// What the queue would write now, cut to its vectors.
    private func front(_ queue: borrowing OutputQueue) -> [UInt8] {
        queue.withVectors { vectors in
            vectors.flatMap { Array(UnsafeRawBufferPointer(start: $0.iov_base, count: $0.iov_len)) }
        }
    }

    /// The oracle is one flat array.
    @Test func queue_whenWrittenInPieces_keepsTheOrder() {
        var random = SeededRandom(seed: 31)
        for _ in 0..<20 {
            var queue = OutputQueue()
            var flat: [UInt8] = []
            var written: [UInt8] = []
            for _ in 0..<60 {
                let bytes = (0..<Int.random(in: 0...3_000, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
                flat += bytes
                if Bool.random(using: &random) {
                    queue.append(bytes[...])
                } else {
                    bytes.withUnsafeBytes { queue.append(copying: $0) }
                }
                if Int.random(in: 0..<3, using: &random) == 0 {
                    let piece = front(queue).prefix(Int.random(in: 0...6_000, using: &random))
                    written += piece
                    queue.removeFirst(piece.count)
                }
            }
            #expect(queue.byteCount == flat.count - written.count)
            while !queue.isEmpty {
                let piece = front(queue)
                written += piece
                queue.removeFirst(piece.count)
            }
            #expect(written == flat)
        }
    }

    @Test func append_whenLarge_travelsByReference() {
        let large = [UInt8](repeating: 1, count: 100_000)
        var queue = OutputQueue()
        queue.append(large[10...])
        let isSame = large.withUnsafeBytes { mine in
            queue.withVectors { $0.first?.iov_base == mine.baseAddress.map { UnsafeMutableRawPointer(mutating: $0 + 10) } }
        }
        #expect(isSame)
    }
}
