import HTTP2Transport
import TestSupport
import Testing

@Suite struct OutboundBodyTests {
    private static func bytes(of piece: OutboundBody.Piece) -> [UInt8] {
        switch piece {
        case .small(let bytes): bytes.array
        case .slice(let slice): Array(slice)
        }
    }

    /// The oracle is one flat array.
    @Test func take_whenCutAnywhere_yieldsTheBytesInOrder() {
        var random = SeededRandom(seed: 61)
        for _ in 0..<200 {
            var flat: [UInt8] = []
            func pieces() -> [OutboundBody.Piece] {
                (0..<Int.random(in: 0...5, using: &random)).map { _ in
                    if Bool.random(using: &random) {
                        let small = SmallBytes(
                            bigEndian: .random(in: 0 ... .max, using: &random),
                            count: Int.random(in: 0...8, using: &random)
                        )
                        flat += small.array
                        return .small(small)
                    }
                    let array = (0..<Int.random(in: 0...60, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random)
                    }
                    let slice = array.dropFirst(Int.random(in: 0...3, using: &random))
                    flat += slice
                    return .slice(slice)
                }
            }
            var body = OutboundBody(pieces(), isFinished: false)
            var taken: [UInt8] = []
            for _ in 0..<40 {
                if Int.random(in: 0..<3, using: &random) == 0 { body.append(pieces()) }
                body.take(Int.random(in: 0...50, using: &random)) { taken += Self.bytes(of: $0) }
                #expect(body.byteCount == flat.count - taken.count)
                #expect(body.bytes == Array(flat.dropFirst(taken.count)))
            }
            body.take(.max) { taken += Self.bytes(of: $0) }
            #expect(taken == flat)
            #expect(body.byteCount == 0)
        }
    }

    @Test func take_doesNotCopyWhatItHandsOn() {
        let large = [UInt8](repeating: 7, count: 10_000)
        var body = OutboundBody([.slice(large[100...])])
        var isSame = false
        body.take(5_000) { piece in
            guard case .slice(let slice) = piece else { return }
            isSame = slice.withUnsafeBytes { mine in
                large.withUnsafeBytes { mine.baseAddress == $0.baseAddress.map { $0 + 100 } }
            }
        }
        #expect(isSame)
    }

    @Test func finish_keepsItsTrailers() {
        var body = OutboundBody([], isFinished: false)
        #expect(!body.isFinished && body.trailers == nil)
        body.finish(trailers: HeaderList([HTTPField("a", "b")]))
        #expect(body.isFinished)
        #expect(body.trailers?.fields == [HTTPField("a", "b")])
    }
}
