/// What a stream still has to send: pieces of bytes, then perhaps trailers, then its end.
package struct OutboundBody: Sendable {
    /// A piece of a body: a few bytes in place, or a part of somebody's array.
    package enum Piece: Sendable {
        case small(SmallBytes)
        case slice(ArraySlice<UInt8>)

        var count: Int {
            switch self {
            case .small(let bytes): bytes.count
            case .slice(let slice): slice.count
            }
        }
    }

    private var pieces: [Piece]
    private var firstPiece = 0
    /// Bytes not yet handed to the output queue.
    package private(set) var byteCount: Int
    /// Nothing more will be appended.
    package private(set) var isFinished: Bool
    package private(set) var trailers: HeaderList?

    package init(_ pieces: [Piece], isFinished: Bool = true, trailers: HeaderList? = nil) {
        self.pieces = pieces
        byteCount = pieces.reduce(0) { $0 + $1.count }
        self.isFinished = isFinished
        self.trailers = trailers
    }

    package mutating func append(_ more: [Piece]) {
        if firstPiece == pieces.count {
            pieces = more
            firstPiece = 0
        } else {
            pieces.append(contentsOf: more)
        }
        byteCount += more.reduce(0) { $0 + $1.count }
    }

    package mutating func finish(trailers: HeaderList?) {
        isFinished = true
        self.trailers = trailers
    }

    /// Takes the next `count` bytes (at most `byteCount`) piece by piece, without copying.
    package mutating func take(_ count: Int, _ body: (Piece) -> Void) {
        var wanted = min(count, byteCount)
        byteCount -= wanted
        while wanted > 0, firstPiece < pieces.count {
            let piece = pieces[firstPiece]
            if piece.count <= wanted {
                wanted -= piece.count
                pieces[firstPiece] = .slice([])
                firstPiece += 1
                if piece.count > 0 { body(piece) }
                continue
            }
            switch piece {
            case .small(var bytes):
                body(.small(bytes.removePrefix(wanted)))
                pieces[firstPiece] = .small(bytes)
            case .slice(let slice):
                body(.slice(slice.prefix(wanted)))
                pieces[firstPiece] = .slice(slice.dropFirst(wanted))
            }
            wanted = 0
        }
        // A stream that never falls empty must not keep the places of what it sent.
        if firstPiece >= 64 {
            pieces.removeFirst(firstPiece)
            firstPiece = 0
        }
    }

    /// Everything that is left, in one array.
    package var bytes: [UInt8] {
        pieces[firstPiece...].flatMap { piece in
            switch piece {
            case .small(let bytes): bytes.array
            case .slice(let slice): Array(slice)
            }
        }
    }
}
