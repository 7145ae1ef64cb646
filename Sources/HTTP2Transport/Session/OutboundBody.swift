/// What a stream still has to send: pieces of bytes, then perhaps trailers, then its end.
package struct OutboundBody: Sendable {
    private var segments: ArraySlice<ArraySlice<UInt8>>
    /// Bytes not yet handed to the output queue.
    package private(set) var byteCount: Int
    /// Nothing more will be appended; with a streaming call this comes later.
    package private(set) var isFinished: Bool
    package private(set) var trailers: [HTTPField]?

    package init(segments: [ArraySlice<UInt8>], isFinished: Bool = true, trailers: [HTTPField]? = nil) {
        self.segments = segments[...]
        byteCount = segments.reduce(0) { $0 + $1.count }
        self.isFinished = isFinished
        self.trailers = trailers
    }

    /// Takes the next `count` bytes (at most `byteCount`) piece by piece, without copying.
    package mutating func take(_ count: Int, _ body: (ArraySlice<UInt8>) -> Void) {
        var wanted = min(count, byteCount)
        byteCount -= wanted
        while wanted > 0, let segment = segments.first {
            if segment.count <= wanted {
                wanted -= segment.count
                segments.removeFirst()
                if !segment.isEmpty { body(segment) }
            } else {
                body(segment.prefix(wanted))
                segments[segments.startIndex] = segment.dropFirst(wanted)
                wanted = 0
            }
        }
    }
}
