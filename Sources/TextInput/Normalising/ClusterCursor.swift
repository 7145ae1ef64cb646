/// Walks a text by grapheme clusters; an ASCII byte before another one is known to be a cluster without asking.
struct ClusterCursor {
    private let text: String
    private let bytes: [UInt8]
    private var offset = 0

    init(_ text: String) {
        self.text = text
        bytes = Array(text.utf8)
    }

    /// The next cluster, in UTF-8 bytes of the text.
    mutating func next() -> Range<Int>? {
        guard offset < bytes.count else { return nil }
        let start = offset
        let following = start + 1 < bytes.count ? bytes[start + 1] : 0
        if bytes[start] < 0x80, following < 0x80, bytes[start] != 0x0D {
            offset = start + 1
        } else {
            let index = text.utf8.index(text.startIndex, offsetBy: start)
            let rest = text[index...]
            let next = rest.index(after: rest.startIndex)
            offset = max(start + 1, start + text.utf8.distance(from: index, to: next))
        }
        return start..<min(offset, bytes.count)
    }

    /// The byte of a one-byte cluster.
    func ascii(_ cluster: Range<Int>) -> UInt8? { cluster.count == 1 ? bytes[cluster.lowerBound] : nil }

    /// The scalars of a cluster, in parts of at most ``ScalarTransforms/inputLimit``, so that a character with a million accents costs no more
    /// than a million characters (UAX 15 calls such a limit "stream-safe").
    func parts(of cluster: Range<Int>) -> [[Unicode.Scalar]] {
        bytes.withUnsafeBufferPointer { buffer in
            var parts: [[Unicode.Scalar]] = []
            var part: [Unicode.Scalar] = []
            var index = cluster.lowerBound
            while index < cluster.upperBound {
                let (value, byteCount) = UTF8Decoding.scalar(in: buffer, at: index)
                part.append(Unicode.Scalar(value) ?? "\u{FFFD}")
                if part.count == ScalarTransforms.inputLimit {
                    parts.append(part)
                    part = []
                }
                index += byteCount
            }
            if !part.isEmpty { parts.append(part) }
            return parts
        }
    }
}
